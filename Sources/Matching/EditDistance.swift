// How far one word is from another, for "did you mean".

/// Letters to put in, take out or change that make one word of the other (Levenshtein); with `swapsNeighbours` two that
/// changed places count as one, too (optimal string alignment). Takes as many steps as the product of the lengths.
public func editDistance(_ first: [Character], _ second: [Character], swapsNeighbours: Bool = false) -> Int {
    var before: [Int] = []
    var above = Array(0...second.count)
    for (row, letter) in first.enumerated() {
        var current = [row + 1]
        for (column, other) in second.enumerated() {
            var cost = min(above[column] + (letter == other ? 0 : 1), above[column + 1] + 1, current[column] + 1)
            if swapsNeighbours, row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
                cost = min(cost, before[column - 1] + 1)
            }
            current.append(cost)
        }
        (before, above) = (above, current)
    }
    return above[second.count]
}
