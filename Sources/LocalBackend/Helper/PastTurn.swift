// What an earlier turn came to, as far as later ones ask: what it offered, and what it staged.

/// A turn that is over, or was cut short.
struct PastTurn: Equatable, Sendable {
    var verb: HelperVerb?
    /// The changes that went well, in order.
    private(set) var work: [HelperCall] = []
    /// What a `yes` right behind it does.
    var offer: HelperRequest?
    /// The place, among the turns before it, of the one that it took back.
    var undoes: Int?
    /// Its last words; nil for a turn that has none yet.
    var said: String?
    /// Its results are no longer in the history, or are another engine's.
    var isLost = false

    mutating func note(_ calls: [HelperCall], _ answers: [ToolAnswer]) {
        for (call, answer) in zip(calls, answers) where answer.succeeded && call.isChange { work.append(call) }
    }

    /// Which of the turns an `undo` means: the latest that changed something and is not taken back.
    static func latest(_ verb: HelperVerb?, in turns: [PastTurn]) -> Int? {
        let undone = Set(turns.compactMap(\.undoes))
        return turns.indices.last { index in
            let turn = turns[index]
            guard !turn.work.isEmpty, turn.verb != .undo, !undone.contains(index) else { return false }
            return verb == nil || turn.verb == verb
        }
    }
}

extension HelperRequest {
    /// The verb whose work it is.
    var verb: HelperVerb {
        switch self {
        case .find: .find
        case .rename: .rename
        case .replace: .replace
        case .create: .create
        case .delete: .delete
        case .move: .move
        case .run: .run
        case .preview(let request): request.verb
        case .undo: .undo
        case .goOn: .yes
        case .explain: .explain
        case .help: .help
        }
    }
}
