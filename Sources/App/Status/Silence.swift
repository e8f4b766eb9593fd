// What is waited for while nothing comes, and since when: no more than is known, and from a minute on what to press.

internal import Screen
internal import Settings
internal import TaskMachine

/// Who is waited for, as far as that is known here.
enum Awaited: Equatable {
    /// A request is on its way, and the feed would tell of what is done for it.
    case model
    /// A request is on its way, and only its answer will tell: the feed was lost, or there is none.
    case answer(isLinkLost: Bool)
    /// A command of ours runs.
    case command
    /// The server was not reached, and is asked again by itself.
    case nextTry(isLinkLost: Bool)
}

/// How long nothing came, as people feel it.
enum Silence: Equatable {
    case quiet, slow, stalled

    /// nil: nothing is worth a word yet.
    init?(milliseconds: Int) {
        switch milliseconds {
        case ...2_000: return nil
        case ..<15_000: self = .quiet
        case ..<60_000: self = .slow
        default: self = .stalled
        }
    }
}

extension AppModel {
    /// nil: nobody but the user, or nobody.
    var awaited: Awaited? {
        switch conversation.task.lifecycle {
        case .requesting:
            switch conversation.link.state {
            case .online, .connecting: return .model
            case .reconnecting, .offline: return .answer(isLinkLost: true)
            case .realtimeOff: return .answer(isLinkLost: false)
            }
        case .executing(let call): return call.command == nil ? nil : .command
        case .waitingToRetry:
            switch conversation.link.state {
            case .reconnecting, .offline: return .nextTry(isLinkLost: true)
            default: return .nextTry(isLinkLost: false)
            }
        default: return nil
        }
    }

    var lastEventField: StatusLine.Field? {
        guard let awaited else { return nil }
        if case .nextTry(let isLost) = awaited {
            let what = Part(isLost ? "link lost, asking again by HTTP" : "asking again by HTTP")
            let now = keys.hint(.askAgain, "at once", in: .composer).map { Part($0, .askAgain) }
            return field([now.map { [what, $0] }, [what], now.map { [$0] }])
        }
        guard let silence = clock.silence, let pace = Silence(milliseconds: silence),
            let seconds = clock.silenceSeconds
        else { return nil }
        let words = words(of: awaited, seconds: seconds)
        let (what, since) = (Part(words.what), Part(words.since))
        switch (pace, awaited) {
        case (.quiet, .answer(isLinkLost: true)): return field([[what, since], [what]])
        case (.quiet, _): return field([[since]])
        // Commands are often silent, and without a feed everything is.
        case (.slow, .command), (.slow, .answer(isLinkLost: false)): return field([[what, since], [since]])
        case (.slow, _): return field([[what, since], [since]], .statusAttention, .mode)
        case (.stalled, .command):
            return field(offers(since, seconds: seconds, isAgain: false), .statusAttention, .link)
        case (.stalled, _): return field(offers(since, seconds: seconds, isAgain: true), .statusError, .link)
        }
    }

    /// For `/status`, however short it has been; nil: no turn runs.
    var turnReport: String? {
        guard !conversation.task.lifecycle.isOver else { return nil }
        var parts: [String] = []
        if conversation.task.lifecycle.isWaitingForUser { parts.append("waiting for you") }
        if let awaited, let seconds = clock.silenceSeconds {
            let (what, since) = words(of: awaited, seconds: seconds)
            parts += [what, since].filter { !$0.isEmpty }
        }
        if let elapsed = clock.elapsed { parts.append("runs for \(clockText(elapsed))") }
        return (parts + [counted(timeline.events, "event"), counted(timeline.retries, "retry", "retries")])
            .joined(separator: ", ")
    }

    private func words(of awaited: Awaited, seconds: Int) -> (what: String, since: String) {
        switch awaited {
        case .model: ("waiting for the model", "last event \(seconds) s")
        case .answer(true): ("link lost, the answer comes by HTTP", "last event \(seconds) s")
        case .answer(false): ("the answer comes by HTTP", "asked \(seconds) s ago")
        case .command: ("the command runs", "no output \(seconds) s")
        case .nextTry: ("", "")
        }
    }

    private typealias Part = StatusLine.Field.Part

    /// With the keys that work where the user is, the most worth first, as many as there is room for.
    private func offers(
        _ since: StatusLine.Field.Part, seconds: Int, isAgain: Bool
    ) -> [[StatusLine.Field.Part]] {
        let cancel = cancelKey
        let again = isAgain && !isCovered ? keys.hint(.askAgain, "ask again", in: .composer) : nil
        var offers = [
            again.map { Part($0, .askAgain) }, cancel.map { Part("\($0) cancel", .cancelTurn) },
        ].compactMap { $0 }
        let most = offers.count
        if !isCovered {
            offers += [keys.hint(.steps, "steps", in: .composer).map { Part($0, .steps) }].compactMap { $0 }
            if focus == .composer, composer.isEmpty { offers.append(Part("/status", .tell(.status))) }
        }
        let texts = (most...offers.count).reversed().map { [since] + offers.prefix($0) }
        let alone = [again == nil ? nil : keys.name(of: .askAgain, in: .composer), cancel].compactMap { $0 }
        guard !alone.isEmpty else { return texts + [[since]] }
        return texts
            + alone.indices.map { [Part("silent \(seconds) s: \(alone[$0...].joined(separator: " "))")] }
    }

    /// The key that cancels the turn from here; nil: it does something else first.
    private var cancelKey: String? {
        if isCovered { return nil }
        let isFree = focus == .composer && menu == nil && historySearch == nil && draftPurpose == .message
        if isFree, ownCommand == nil { return keys.name(of: .cancelOrClose, in: .composer) }
        let isClear = composer.isEmpty && draftPurpose == .message && ownCommand == nil
        let isWriting = (focus == .request && dock?.line != nil) || (focus == .changes && reviewing.takesText)
        guard isClear, !isWriting, search?.line == nil, copying == nil else { return nil }
        return keys.name(of: .clearOrQuit, in: .composer)
    }

    private func field(
        _ wordings: [[StatusLine.Field.Part]?], _ role: Role? = nil, _ worthOfWords: StatusField? = nil
    ) -> StatusLine.Field? {
        let wordings = wordings.compactMap { $0 }
        guard let first = wordings.first else { return nil }
        return StatusLine.Field(
            first, role == nil ? StatusField.lastEvent.importance : StatusField.warning, role: role,
            shorter: Array(wordings.dropFirst()),
            worthOfWords: worthOfWords?.importance)
    }
}
