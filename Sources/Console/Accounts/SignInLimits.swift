// What each way of signing in can't do, said when it is chosen: not found out later.

import Backend

extension ServerAccount {
    /// One sentence a line. What is right needs no more than one.
    var limits: [String] {
        var lines: [String] = []
        switch credential.kind {
        case .session: break
        case .cookies: lines.append("Copied cookies end when the browser's session does.")
        case .apiKey:
            lines.append("Live progress comes only where the server's realtime takes keys (Frappe 15 and later).")
        case .browser:
            lines.append(
                "No live progress: the browser's way gives no session cookie. Chat works where the server takes its token; "
                    + "a password works everywhere.")
        case .aiKey: break
        }
        switch (chat, credential.kind) {
        case (.traditional, .session): lines.append("Chat works; live progress where the server has it.")
        case (.traditional, _): break
        case (.agent, .aiKey): lines.append(Self.agentMode)
        case (.agent, _):
            lines.append(Self.agentMode)
            lines.append("Most servers want an AI API key for it: oropendola login --ai-key")
        }
        return lines
    }

    private static let agentMode =
        "Agent Mode: no live progress, no history on the server, no pictures. What was said before goes along with each "
        + "message, and tools run as far as the model writes its calls into its text."
}
