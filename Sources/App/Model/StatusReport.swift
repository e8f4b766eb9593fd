// What `/status`, `/cost`, `/context` and `/debug` print.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension AppModel {
    var statusReport: String {
        let all = changes.changes
        let facts = reviewing.facts
        let staged =
            all.isEmpty
            ? "nothing"
            : "\(counted(all.count, "file")), \(facts.accepted) accepted, "
                + "\(facts.rejected) rejected, \(facts.undecided) undecided"
        let rows: [(String, String)] =
            (turnReport.map { [("Turn", $0)] } ?? [])
            + [("Link", linkReport), ("Server", serverReport), ("Account", accountReport)] + connectionReport + counters
            + [
                ("Mode", Words.text(of: conversation.mode)), ("Model", modelReport),
                ("Conversation", conversation.conversationID ?? "none yet"), ("Staged", staged),
            ] + background.map { ("Left running", runningReport($0)) } + [
                ("Folder", report.folderPath), ("State", report.stateFolder), ("Version", report.version),
            ]
        return Self.table("Status", rows)
    }

    private func runningReport(_ command: BackgroundCommand) -> String {
        let processes = command.processes.map(String.init).joined(separator: ", ")
        // The table makes one line of it, and `CellBuffer` what can't be shown.
        let line = command.command.split(whereSeparator: \.isNewline).joined(separator: " ")
        return "\(truncated(line, columns: 60, sign: signs.cut)), process \(processes)"
    }

    /// `/debug`: the link alone.
    var debugReport: String {
        Self.table("Link", [("State", linkReport), ("Server", serverReport)] + connectionReport + counters)
            + "\n\n" + recordingReport
    }

    /// What goes with a bug report.
    private var recordingReport: String {
        report.recording.map { "This session is recorded in `\($0)`." }
            ?? "For a bug report: `oropendola --record FILE` records a session, and leaves secrets of the link out."
    }

    private var counters: [(String, String)] {
        let metrics = conversation.link.metrics
        return [
            ("Connect attempts", groupedCount(metrics.connectAttempts)),
            ("Connect successes", groupedCount(metrics.connectSuccesses)),
            ("Disconnects", groupedCount(metrics.disconnects)),
            ("Events received", groupedCount(metrics.eventsReceived)),
            ("Reconnects", groupedCount(metrics.reconnects)),
        ]
    }

    /// Who answers, and why.
    private var modelReport: String {
        if let chosen = chosenModel, chosen.source != .helper { return "\(chosen.shown), \(visibleText(chosen.host))" }
        let parts = [latestModel, conversation.badge?.provider, conversation.badge?.reason]
        let known = parts.compactMap { $0 }.filter { !$0.isEmpty }
        return known.isEmpty ? "the server did not say" : known.joined(separator: ", ")
    }

    private var accountReport: String {
        conversation.account.map { signs.adapted(AccountWords.line(of: $0)) }
            ?? (report.server == .embedded ? "none needed" : "the server is being asked; /status again shows it")
    }

    /// `/cost`.
    var costReport: String {
        let usage = conversation.usage
        let unknown = "the server did not say"
        var rows = [
            ("Tokens in", usage.inputTokens.map(groupedCount) ?? unknown),
            ("Tokens out", usage.outputTokens.map(groupedCount) ?? unknown),
            ("Cost", usage.cost.map(moneyText) ?? unknown),
        ]
        if let left = conversation.badge?.budgetRemaining { rows.append(("Budget left", moneyText(left))) }
        if let account = conversation.account {
            rows.append(("Account", signs.adapted(AccountWords.line(of: account))))
        }
        return Self.table("This conversation", rows)
    }

    /// `/context`.
    var contextReport: String {
        let messages = conversation.history
        let bytes = messages.reduce(0) { $0 + $1.content.utf8.count }
        let images = messages.reduce(0) { $0 + $1.images.count }
        let (used, window) = (conversation.contextUsed, contextWindow)
        var rows = [
            (
                "Budget",
                "\(shortCount(used)) of \(shortCount(window)) tokens, \(max(0, 100 - used * 100 / max(1, window)))% left"
            ),
            ("History", "\(counted(messages.count, "message")), \(bytesText(bytes))"),
            ("Folder", report.folderPath),
            ("Staged", changes.isEmpty ? "nothing" : "\(counted(changes.changes.count, "file")): path and counts"),
        ]
        if images > 0 { rows.append(("Images", groupedCount(images))) }
        for line in latestAttachments {
            rows.append(
                (
                    line.kind == .review ? line.name : "@\(line.name)",
                    line.refusal.map { "not sent: \($0)" } ?? bytesText(line.bytes)
                ))
        }
        return Self.table("Goes along with a message", rows)
    }

    private var latestAttachments: [AttachedLine] {
        for entry in conversation.entries.reversed() {
            if case .attached(let lines) = entry.content { return lines }
            if case .user = entry.content { return [] }
        }
        return []
    }

    private static func table(_ title: String, _ rows: [(String, String)]) -> String {
        "| \(title) | |\n|---|---|\n"
            + rows.map { "| \(cell($0.0)) | \(cell($0.1)) |" }.joined(separator: "\n")
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
