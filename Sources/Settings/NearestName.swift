// "Did you mean": the nearest of some names, when one is near.

/// The name with the fewest edits (Levenshtein) from a word that a person wrote, at most two, or a third of its length;
/// capitals don't count. nil: none is near.
public func nearest(to word: String, in names: [String]) -> String? {
    let letters = Array(word.lowercased())
    guard letters.count < 60 else { return nil }
    var best: (name: String, edits: Int)?
    for name in names {
        let edits = edits(from: letters, to: Array(name.lowercased()))
        if edits < best?.edits ?? Int.max { best = (name, edits) }
    }
    guard let best, best.edits <= max(2, letters.count / 3), best.edits < letters.count else { return nil }
    return best.name
}

private func edits(from a: [Character], to b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in b.enumerated() {
            let change = diagonal + (letter == other ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[b.count]
}
