// Sending, and the slash commands.

internal import ChangeReview
internal import TaskMachine

extension AppModel {
    mutating func send() -> [AppEffect] {
        guard composer.text.contains(where: { !$0.isWhitespace }) else { return sendNothing() }
        let typed = composer.text
        switch SlashCommand.reading(of: typed) {
        case .command(let command):
            _ = composer.take()
            return perform(command)
        case .unknown(let name, let suggestion):
            let nearest = suggestion.map { "Did you mean /\($0.rawValue)?" } ?? "/help lists them."
            return say("There is no /\(name). \(nearest)")
        case nil:
            let text = composer.take()
            chat.followEnd()
            return [.remember(text)] + submit(text)
        }
    }

    /// Messages wait until the folder's log was read, so that nothing is staged before what is kept is back.
    private mutating func submit(_ text: String) -> [AppEffect] {
        guard isStarted else {
            held.append(text)
            return []
        }
        return tell(.submitted(text))
    }

    mutating func submitHeld() -> [AppEffect] {
        let texts = held
        held = []
        return texts.flatMap { tell(.submitted($0)) }
    }

    /// Enter on an empty line: again what failed, or the first of the queue.
    private mutating func sendNothing() -> [AppEffect] {
        if canRetry || conversation.task.wait != nil { return tell(.retryRequested) }
        if conversation.task.lifecycle.isOver, !conversation.queue.isEmpty { return tell(.queueReleased) }
        return []
    }

    /// The latest turn failed, and nothing was done about it.
    var canRetry: Bool {
        if case .failed = conversation.task.lifecycle { return !isFailureDismissed }
        return false
    }

    private mutating func perform(_ command: SlashCommand) -> [AppEffect] {
        switch command {
        case .help: return perform(Action.help)
        case .status:
            chat.followEnd()
            return tell(.reported(statusReport))
        case .quit: return quit()
        case .new:
            chat = ChatPane()
            report.conversationID = nil
            let effects = [.beginConversation] + tell(.newRequested)
            guard !changes.isEmpty else { return effects }
            return effects + say("\(counted(changes.changes.count, "staged change")) kept")
        }
    }

    /// Ends the program; what runs is stopped, what is staged is kept.
    mutating func quit() -> [AppEffect] {
        var effects: [AppEffect] = []
        if !conversation.task.lifecycle.isOver { effects += tell(.cancelRequested) }
        if !changes.isEmpty {
            let count = changes.changes.count
            farewell =
                "\(counted(count, "staged change")) \(count == 1 ? "is" : "are") kept. "
                + "oropendola in this folder offers \(count == 1 ? "it" : "them") again."
        }
        return effects + [.agent(.disconnect), .quit]
    }

    private var statusReport: String {
        let metrics = conversation.link.metrics
        let all = changes.changes
        let open = all.reduce(0) { $0 + $1.count(of: .undecided) }
        let staged =
            all.isEmpty
            ? "nothing"
            : "\(counted(all.count, "file")), \(all.reduce(0) { $0 + $1.count(of: .accepted) }) accepted, "
                + "\(all.reduce(0) { $0 + $1.count(of: .rejected) }) rejected, \(open) undecided"
        let rows: [(String, String)] =
            [("Link", linkReport), ("Server", serverReport)] + connectionReport + [
                ("Connect attempts", groupedCount(metrics.connectAttempts)),
                ("Connect successes", groupedCount(metrics.connectSuccesses)),
                ("Disconnects", groupedCount(metrics.disconnects)),
                ("Events received", groupedCount(metrics.eventsReceived)),
                ("Reconnects", groupedCount(metrics.reconnects)),
                ("Conversation", conversation.conversationID ?? "none yet"), ("Staged", staged),
                ("Folder", report.folderPath), ("State", report.stateFolder), ("Version", report.version),
            ]
        let lines = rows.map { "| \($0.0) | \(Self.cell($0.1)) |" }
        return "| Status | |\n|---|---|\n" + lines.joined(separator: "\n")
    }

    /// What is known of the feed's connection. Of its id only the beginning is told, which is enough to find it in a
    /// server's log.
    private var connectionReport: [(String, String)] {
        let link = conversation.link
        let rows: [(String, String?)] = [
            ("Namespace", link.namespace.isEmpty ? nil : link.namespace), ("Transport", link.transport),
            ("Connection", link.socketID.map { "\($0.prefix(6))\(signs.cut)" }),
            ("Latest trouble", link.lastError.map { Words.sentence($0) }),
        ]
        return rows.compactMap { name, value in value.map { (name, $0) } }
    }

    private var linkReport: String {
        if conversation.link.isGuest, conversation.link.state == .online {
            return "\(linkWords): a guest's session"
        }
        return switch conversation.link.state {
        case .offline(let reason), .realtimeOff(let reason):
            reason.isEmpty ? linkWords : "\(linkWords): \(reason)"
        default: linkWords
        }
    }

    private var serverReport: String {
        let address = conversation.link.server
        switch report.server {
        case .embedded: return address.isEmpty ? "built in" : "built in, \(address)"
        case .remote(let name): return address.isEmpty ? name : address
        }
    }

    /// A text that stays one cell of a table, as written.
    static func cell(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.reduce(into: "") { result, character in
            if "\\|*_`<[~&".contains(character) { result += "\\" }
            result.append(character)
        }
    }
}
