// A word that may be a command with a slip in it: told apart from the message that it would else be.

internal import Matching

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
    editDistance(Array(first), Array(second), swapsNeighbours: true)
}
