// What the status line can show, as a table: the names for settings, the words for the document, and what goes first.

/// A field of the status line, by its name in `statusLeft` and `statusRight`.
///
/// They are declared in the order in which they go where there is no room: `time` first, `activity` never.
public enum StatusField: String, CaseIterable, Hashable, Sendable {
    case time, folder, branch, model, cost, tokens, context, mode, todos, lastEvent, file, queue, mouse, elapsed
    case undecided, link, activity

    public var help: String {
        switch self {
        case .time: "the time of day, by the minute"
        case .folder: "the project's folder"
        case .branch: "the branch that is checked out, as it was when a turn ended or you came back"
        case .model: "who gave the latest answer"
        case .cost: "what the conversation has cost, where the server says so"
        case .tokens: "what it has used, where the server says so"
        case .context: "what is left of what the model takes, once a quarter is used"
        case .mode: "ask, agent or auto"
        case .todos: "how much of the check list is done"
        case .lastEvent: "what is waited for, and since when, once it takes more than 2 s; from a minute on with keys"
        case .file: "the file or the command at hand"
        case .queue: "messages that wait"
        case .mouse: "that the terminal has the mouse, as long as it has it"
        case .elapsed: "how long the turn has run"
        case .undecided: "changes that wait for a decision"
        case .link: "the feed's connection"
        case .activity: "what happens now, and what just happened; always there"
        }
    }
}
