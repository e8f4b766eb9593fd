// What the text in the composer is for: a new message, or one that was written before and is edited.

internal import Screen
internal import TaskMachine

enum DraftPurpose: Equatable, Sendable {
    case message
    /// A queued message: where it stood, and its words then.
    case queued(Int, String)
    /// A message of the chat, by its entry; sending it takes back all that followed.
    case earlier(entry: Int)
}

extension AppModel {
    /// The message that the user has not sent: what would be missed. An edit's words stand elsewhere, too.
    /// As it is kept (`KeptDraft`).
    var draft: String { draftPurpose == .message ? composer.keptText : laidAside }

    var hasDraft: Bool { draftPurpose == .message ? !composer.isEmpty : !laidAside.isEmpty }

    static let editGoesOn = "Enter sends what is edited; Esc leaves it"

    /// Brings a text into the composer; what stands there is laid aside until the edit is over. An edit that goes on
    /// is not given up for another.
    mutating func edit(_ purpose: DraftPurpose, text: String) -> [AppEffect] {
        focus = .composer
        help = nil
        picker = nil
        guard draftPurpose == .message else { return say(Self.editGoesOn) }
        laidAside = composer.keptText
        draftPurpose = purpose
        composer.replace(with: text)
        return []
    }

    /// Ends the edit; what was laid aside is back.
    mutating func leaveEdit() {
        guard draftPurpose != .message else { return }
        draftPurpose = .message
        composer.restore(laidAside)
        laidAside = ""
    }

    /// Enter, while something is edited.
    mutating func sendEdited() -> [AppEffect] {
        let text = composer.text
        guard text.contains(where: { !$0.isWhitespace }) else { return say("Nothing is written. Esc leaves the edit") }
        let purpose = draftPurpose
        switch purpose {
        case .message: return []
        case .queued(let index, let words):
            composer.remember(text)
            leaveEdit()
            let queue = conversation.queue
            let isThere = queue.indices.contains(index) && queue[index] == words
            guard let place = isThere ? index : queue.firstIndex(of: words) else {
                return [.remember(text)] + tell(.submitted(text))
                    + say("The message was sent meanwhile; this one follows it")
            }
            return [.remember(text)] + tell(.queueEdited(index: place, text))
        case .earlier(let entry):
            guard conversation.task.lifecycle.isOver else { return say("A turn runs. Esc twice cancels it") }
            composer.remember(text)
            leaveEdit()
            chat.followEnd()
            return [.remember(text)] + tell(.rewound(entry: entry, text))
        }
    }

    /// Says above the composer what Enter does now; nil for a new message.
    func banner(columns: Int) -> TextRow? {
        if draftPurpose == .message { return ownCommandBanner(columns: columns) }
        let s = " \(signs.separator) "
        let isNarrow = columns < 60
        let (words, keys): (String, [String]) =
            switch draftPurpose {
            case .message: ("", [])
            case .queued(let index, _):
                (
                    isNarrow ? "editing queued \(index + 1)" : "editing queued message \(index + 1)",
                    ["Enter keeps it\(s)Esc leaves it as it was", "Enter keep\(s)Esc leave", "Esc leave"]
                )
            case .earlier:
                (
                    isNarrow ? "editing" : "editing an earlier message",
                    [
                        "Enter sends it and takes back what followed\(s)files stay\(s)Esc leaves",
                        "Enter sends, what followed goes\(s)Esc leaves", "Enter sends\(s)Esc leaves", "Esc leaves",
                    ]
                )
            }
        guard !words.isEmpty else { return nil }
        let line = StyledLine(" \(signs.arrow) \(words)", .attention)
        let fitting = keys.first { displayWidth(of: $0) + line.width + 3 <= columns } ?? ""
        return TextRow(line, trailing: StyledLine(fitting.isEmpty ? "" : fitting + " ", .dim))
    }
}
