// Commands that begin with a slash: done here, never sent to the agent.

internal import Matching

public enum SlashCommand: String, CaseIterable, Sendable {
    case help, new, clear, status, mode, go, retry, edit, improve, login, logout, cost, context, todos, steps, undo,
        export
    case sessions, resume, rename, model, rules, trust, feedback, theme, debug, quit

    /// What may follow the name, as help shows it; empty: nothing.
    public var arguments: String {
        switch self {
        case .mode: "[ask|agent|auto]"
        case .improve: "TEXT"
        case .todos: "[N|clear]"
        case .export: "[md|json] [FILE]"
        case .resume: "[ID]"
        case .rename: "TITLE"
        case .model: "[NAME|URL#NAME]"
        case .rules: "[revoke N]"
        case .trust: "[off]"
        case .feedback: "+|-"
        case .theme: "[NAME]"
        default: ""
        }
    }

    /// `/mode [ask|agent|auto]`.
    public var usage: String { "/" + rawValue + (arguments.isEmpty ? "" : " " + arguments) }

    public var help: String {
        switch self {
        case .help: "keys and commands"
        case .new: "a new conversation; this one is kept, staged changes stay"
        case .clear: "the same as /new"
        case .status: "link, server, account, counters, staged changes, folders"
        case .mode: "what the agent may do: words only, stage changes, write them at once"
        case .go: "ask mode: carry the plan out in agent mode"
        case .retry: "the latest turn once more"
        case .edit: "pick an earlier message, edit it, send it again"
        case .improve: "a better wording of the message into the composer"
        case .login: "sign in; a message that failed for it is sent again"
        case .logout: "sign out and forget the credentials of this server"
        case .cost: "tokens and cost of this conversation, what is left of the account"
        case .context: "what goes along with a message"
        case .todos: "the agent's check list; N ticks an item"
        case .steps: "what the running or latest turn did, and when"
        case .undo: "take back the latest decision or write of the review"
        case .export: "write the conversation to a file, secrets hidden"
        case .sessions: "kept conversations: open, rename, delete"
        case .resume: "open a kept conversation"
        case .rename: "give this conversation a title"
        case .model: "which model answers: a list, and a switch from the next message on"
        case .rules: "standing answers to commands; revoke one"
        case .trust: "use the settings that this project brings, from now on; off: no more"
        case .feedback: "tell the server whether the latest answer was good"
        case .theme: "how it looks: each is seen while it is walked over"
        case .debug: "the link's counters and latest trouble"
        case .quit: "quit; staged changes are kept"
        }
    }

    /// A text of several lines may follow.
    private var takesLines: Bool { self == .improve }

    enum Reading: Equatable {
        /// What follows the name is trimmed.
        case command(SlashCommand, String)
        /// Looks like a command and is none; the nearest one, if any is near.
        case unknown(String, suggestion: SlashCommand?)
    }

    /// nil when the text is an ordinary message. `/usr/bin/env …` is one: a command's name has letters alone.
    static func reading(of text: String) -> Reading? {
        guard text.hasPrefix("/") else { return nil }
        let name = String(text.dropFirst().prefix { !$0.isWhitespace })
        guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0 == "-" }) else { return nil }
        let command = SlashCommand(rawValue: name)
        guard command?.takesLines == true || !text.contains(where: \.isNewline) else { return nil }
        guard let command else { return .unknown(name, suggestion: nearest(to: name)) }
        let rest = text.dropFirst(name.count + 1).drop(while: \.isWhitespace)
        let end = rest.lastIndex { !$0.isWhitespace }.map { rest.index(after: $0) } ?? rest.startIndex
        return .command(command, String(rest[..<end]))
    }

    private static func nearest(to name: String) -> SlashCommand? {
        if let begun = allCases.first(where: { $0.rawValue.hasPrefix(name) }) { return begun }
        let letters = Array(name)
        guard letters.count < 40 else { return nil }
        let ranked = allCases.map { ($0, editDistance(letters, Array($0.rawValue))) }
        guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= 2 else { return nil }
        return best.0
    }
}
