// A word that may be a command with a slip in it: told apart from the message that it would else be.

/// The command that a single word was probably meant to be, though it is not one: the nearest within two letters, where
/// two neighbours that changed places count as one. Nil for a message of several words, an option, or a word too short
/// to tell.
///
/// - Parameters:
///   - words: what was typed, without the program's name.
///   - commands: the names that there are.
public func commandMeant(by words: [String], among commands: [String]) -> String? {
    guard words.count == 1, let word = words.first?.lowercased(), (3...16).contains(word.utf8.count),
        word.allSatisfy({ $0.isASCII && $0.isLetter || $0 == "-" }), word.first != "-"
    else { return nil }
    return commands.lazy.map { (name: $0, slips: slips(between: word, and: $0)) }
        .filter { $0.slips <= 2 }
        .min { $0.slips < $1.slips }?.name
}

/// Letters to put in, take out, or change, and neighbours to exchange, that make one word of the other (optimal string
/// alignment).
func slips(between first: String, and second: String) -> Int {
    let (rows, columns) = (Array(first.utf8), Array(second.utf8))
    guard !rows.isEmpty, !columns.isEmpty else { return max(rows.count, columns.count) }
    var before: [Int] = []
    var above = Array(0...columns.count)
    for (row, letter) in rows.enumerated() {
        var current = [row + 1]
        for (column, other) in columns.enumerated() {
            var cost = min(above[column] + (letter == other ? 0 : 1), above[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, letter == columns[column - 1], rows[row - 1] == other {
                cost = min(cost, before[column - 1] + 1)
            }
            current.append(cost)
        }
        (before, above) = (above, current)
    }
    return above[columns.count]
}
