// "Did you mean": the nearest of some names, when one is near.

/// The name with the fewest edits (Levenshtein) from a word that a person wrote, at most two, or a third of its length;
/// capitals don't count. nil: none is near.
public func nearest(to word: String, in names: [String]) -> String? {
    let letters = Array(word.lowercased())
    guard letters.count < 60 else { return nil }
    var best: (name: String, edits: Int)?
    for name in names {
        let edits = editDistance(letters, Array(name.lowercased()))
        if edits < best?.edits ?? Int.max { best = (name, edits) }
    }
    guard let best, best.edits <= max(2, letters.count / 3), best.edits < letters.count else { return nil }
    return best.name
}
