// What went wrong, in words for people: what happened. What was kept. What to press.

internal import ChangeReview
internal import TaskMachine

enum Words {
    /// A request that failed; the user's message stays in the chat and can be sent again.
    static func text(of failure: RequestFailure) -> String {
        "\(news(of: failure)) \(offer(after: failure))"
    }

    /// What happened; all there is to say when nothing can be done about it any more.
    static func news(of failure: RequestFailure) -> String {
        switch failure {
        case .unreachable(let why): "The server can't be reached: \(sentence(why))"
        case .interrupted(let why): "The connection broke before the answer came: \(sentence(why))"
        case .timedOut(let seconds): "The server did not answer for \(seconds) s."
        case .signedOut(let why): "You are not signed in: \(sentence(why))"
        case .rateLimited(let seconds?): "The server asks to wait \(seconds) s."
        case .rateLimited(nil): "The server gets too many requests."
        case .refused(let status, let message):
            // An error inside an answer that HTTP calls a success has no status worth a word.
            "The server refused\(status < 400 ? "" : " (\(status))"): \(sentence(message))"
        case .malformed(let what): "The server's answer can't be read: \(sentence(what))"
        case .forbidden(let why): "The server does not allow this: \(sentence(why))"
        case .blocked(let status, let what):
            "Something before the server refused (\(status)): \(sentence(what)) Too many requests may be the cause."
        case .contextTooLong(let why): "The conversation is too long for the model: \(sentence(why))"
        case .noSuchMethod(let why): "This server has no such chat: \(sentence(why))"
        case .keyWanted(let why): "This chat wants an AI API key: \(sentence(why))"
        case .quotaExceeded(let why): "The account's quota is used up: \(sentence(why))"
        case .modelFailed(let words): sentence(words, limit: 700)
        case .cancelled: "Cancelled."
        }
    }

    /// What was kept, and what to press.
    private static func offer(after failure: RequestFailure) -> String {
        switch failure {
        case .interrupted: "Your message is kept; the server may have worked on it. Enter retry · Esc give up"
        case .signedOut: "Your message is kept. /login signs in and sends it again · Esc give up"
        case .blocked: "Your message is kept. Wait a little · Enter retry · Esc give up"
        case .contextTooLong:
            "Your message is kept. Enter retry without the oldest messages · /new · Esc give up"
        case .noSuchMethod:
            "Your message is kept. It may have Agent Mode, which wants an AI API key: /login sets it up · Enter retry "
                + "· Esc give up"
        case .keyWanted: "Your message is kept. /login · Enter retry · Esc give up"
        case .quotaExceeded: "Your message is kept. /status shows the account · Enter retry · Esc give up"
        case .modelFailed: "Your message is kept. Enter retry · /model · Esc give up"
        case .cancelled: "Your message is kept."
        case .unreachable, .timedOut, .rateLimited, .refused, .malformed, .forbidden:
            "Your message is kept. Enter retry · Esc give up"
        }
    }

    static func text(of mode: ChatMode) -> String {
        "\(mode.rawValue): \(meaning(of: mode))"
    }

    static func meaning(of mode: ChatMode) -> String {
        switch mode {
        case .ask: "words only, no tools"
        case .agent: "changes are staged for your review, commands ask"
        case .auto: "changes are written at once and can be undone, commands ask"
        }
    }

    /// What could not be heard during a turn.
    static func text(ofGaps times: Int, milliseconds: Int) -> String {
        let away = times == 1 ? "for" : "\(groupedCount(times)) times,"
        let all = times == 1 ? "" : " in all"
        return "The feed was away \(away) \(durationText(milliseconds))\(all); steps of that time are not shown. "
            + "Replies are not affected."
    }

    /// A write that did not happen.
    ///
    /// - Parameters:
    ///   - fates: of the decisions about files that changed meanwhile.
    ///   - isMet: what is accepted was put on top of what is there, and can be written now.
    static func text(
        of refusal: ApplyRefusal, _ fates: MarkFates = MarkFates(), _ target: ReviewTarget = .workingTree,
        isMet: Bool = false, hasAgent: Bool = true
    ) -> String {
        switch refusal {
        case .changedOnDisk(let findings):
            let name = findings.first.map(\.path.text) ?? "A file"
            let others = findings.count > 1 ? " and \(counted(findings.count - 1, "other"))" : ""
            let kept = fates.hasLost ? ". \(text(of: fates))." : ", every decision is kept."
            return "\(name)\(others) changed \(target.whereItIs) since. Nothing was written\(kept) "
                + (isMet
                    ? "w writes what is decided now"
                    : "w writes the others · x rejects it"
                        + (hasAgent ? " · ask the agent again for a new proposal" : ""))
        case .failed(let path, let reason):
            let name = path.map { "\($0.text): " } ?? ""
            return "Nothing was written: \(name)\(sentence(reason)) Every decision is kept. w try again"
        }
    }

    /// Someone else's words, bounded and ended like a sentence.
    static func sentence(_ text: String, limit: Int = 300) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        let words = line.count > limit ? line.prefix(limit) + "…" : line[...]
        guard let last = words.last else { return "no reason given." }
        return last == "." || last == "!" || last == "?" || last == "…" ? String(words) : words + "."
    }
}
