// Data table: what the program says of keys, said of words. The sentences stay the screen's.

internal import Screen
internal import TaskMachine

enum PlainPhrases {
    /// A text of the program's own, with the words that stand for its keys.
    ///
    /// - Parameter foreign: what somebody else has written stands in it so; it stays as it is.
    static func adapted(_ text: String, keeping foreign: String = "") -> String {
        guard !foreign.isEmpty, let place = text.firstRange(of: foreign) else { return adaptedWhole(text) }
        return adaptedWhole(String(text[..<place.lowerBound])) + foreign
            + adaptedWhole(String(text[place.upperBound...]))
    }

    private static func adaptedWhole(_ text: String) -> String {
        var text = text
        for (keys, words) in table {
            var result = ""
            var rest = text[...]
            while let place = rest.firstRange(of: keys) {
                // In the middle of a word it is no key: a workspace accepts, too.
                let before = rest[..<place.lowerBound].last ?? result.last
                let isKey = before.map { !$0.isLetter && !$0.isNumber } ?? true
                result += rest[..<place.lowerBound] + (isKey ? words[...] : rest[place])
                rest = rest[place.upperBound...]
            }
            if !result.isEmpty { text = result + rest }
        }
        return text
    }

    /// A passing word of the screen as lines, without its sign, each ended; without those that the page has already.
    static func said(_ text: String, _ signs: Signs, on page: [String]) -> [String] {
        var text = adapted(signs.adapted(text))
        if text.hasPrefix("\(signs.done) ") { text = String(text.dropFirst(signs.done.count + 1)) }
        return PlainText.lines(text).filter { line in
            !line.isEmpty && !page.contains { $0.hasPrefix(line) }
        }
        .map { ".?!:".contains($0.last ?? ".") ? $0 : $0 + "." }
    }

    /// What of a failure's words is somebody else's, as `Words` has it.
    static func foreign(in failure: RequestFailure) -> String {
        switch failure {
        case .unreachable(let why), .interrupted(let why), .signedOut(let why), .refused(_, let why),
            .malformed(let why), .forbidden(let why), .blocked(_, let why), .contextTooLong(let why),
            .noSuchMethod(let why), .keyWanted(let why), .quotaExceeded(let why):
            Words.sentence(why)
        case .modelFailed(let words): Words.sentence(words, limit: 700)
        case .timedOut, .rateLimited, .cancelled: ""
        }
    }

    /// The longer ones first: some are parts of others. Keys are those of the standard preset.
    private static let table: [(String, String)] = [
        ("Enter retry without the oldest messages", "/retry goes without the oldest messages"),
        ("Enter retry", "/retry tries again"),
        ("Esc give up", "cancel gives up"),
        ("Esc cancels it first", "cancel ends it"),
        ("Esc cancels", "cancel ends it"),
        ("Esc stops it", "cancel ends it"),
        ("Ctrl-T u undoes the latest write", "undo takes the latest write back"),
        ("Ctrl-T u undoes it", "undo takes it back"),
        ("Ctrl-T review", "changes lists all"),
        ("Ctrl-T, then space accepts", "a PLACE accepts"),
        ("space accepts, M commits what is accepted", "a PLACE accepts, commit -m MESSAGE commits what is accepted"),
        ("space accepts", "a PLACE accepts"),
        ("Alt-A attaches what", "attach TEXT sends words of yours with what"),
        (
            "u takes back what was written last, U writes it again",
            "undo takes back what was written last, redo writes it again"
        ),
        ("u takes it back", "undo takes it back"),
        ("u takes that back", "undo takes that back"),
        ("; u asks again", "; undo asks again"),
        ("n goes there, 1 2 3 4 choose", "show shows it, ours, theirs, both or base chooses"),
        ("n goes there, 1 2 choose", "show shows it, ours or theirs chooses"),
        ("n goes there, 1 drops", "show shows it, ours drops the change"),
        ("x rejects it", "r PLACE rejects it"),
        ("x rejects", "r PLACE rejects"),
        ("w writes what is decided now", "write writes what is decided now"),
        ("w writes the others", "write writes the others"),
        ("w try again", "write tries again"),
        ("nothing was changed. e tries again", "nothing was changed. edit tries again"),
        ("; nothing was changed. e tries", "; nothing was changed. edit tries"),
        ("nothing was written. o with another name", "nothing was written. patch takes another name"),
        (" o tries again", " patch tries again"),
        ("q quits", "quit ends"),
        ("Ctrl-D quits", "quit ends"),
        ("Shift-Tab changes the mode", "/mode agent changes it"),
        (
            "`p` or `P` at a request for a command makes one, `d` refuses for the session",
            "always or project at a request for a command makes one, never refuses for the session"
        ),
        ("J joins one with the one above", "join takes a later one"),
    ]
}
