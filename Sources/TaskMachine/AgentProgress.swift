// One `ai_progress` event, read leniently (docs/PROTOCOL.md). It decorates; it decides nothing.

/// What the server says it is doing, in its own words.
public struct AgentProgress: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        case thinking, plan, working, stepComplete, complete, error
        /// The server runs a tool of its own (`toolExecutionStart`, `toolExecutionComplete`); `message` is its name when
        /// there were no other words.
        case toolStarted, toolEnded
        /// A change of the check list and nothing else (`todo_added`, `todo_updated`, `todo_removed`).
        case todo
        /// A part of the answer as the model writes it.
        case streamed(StreamedPiece)
        /// What the running turn has used so far (`usage`, `metrics_update`).
        case usage(Usage)
        /// A type we don't know; shown as a plain line if it has a message.
        case other(String)
    }

    public var kind: Kind
    /// `message`, or `text`; empty when there was none.
    public var message: String
    public var step: Int?
    public var total: Int?
    public var fileChanges: ReportedChanges
    /// `details` of a flat `step_complete`.
    public var details: [String]
    /// `success: false` or a truthy `error` on a step.
    public var failed: Bool
    /// What the event does to the check list.
    public var todo: TodoChange?

    public init(
        kind: Kind, message: String = "", step: Int? = nil, total: Int? = nil,
        fileChanges: ReportedChanges = ReportedChanges(), details: [String] = [], failed: Bool = false,
        todo: TodoChange? = nil
    ) {
        self.kind = kind
        self.message = message
        self.step = step
        self.total = total
        self.fileChanges = fileChanges
        self.details = details
        self.failed = failed
        self.todo = todo
    }
}

/// `file_changes` of a reply or an event (docs/PROTOCOL.md): what the server believes, never what happened here.
public struct ReportedChanges: Equatable, Sendable {
    public struct File: Equatable, Sendable {
        public var path: String
        public var lineCount: Int?
        public var linesAdded: Int?
        public var linesRemoved: Int?
        public var details: [String]

        public init(
            path: String, lineCount: Int? = nil, linesAdded: Int? = nil, linesRemoved: Int? = nil,
            details: [String] = []
        ) {
            self.path = path
            self.lineCount = lineCount
            self.linesAdded = linesAdded
            self.linesRemoved = linesRemoved
            self.details = details
        }
    }

    public struct Command: Equatable, Sendable {
        public var command: String
        public var output: String
        public var exitCode: Int?

        public init(command: String, output: String = "", exitCode: Int? = nil) {
            self.command = command
            self.output = output
            self.exitCode = exitCode
        }
    }

    public var created: [File]
    public var modified: [File]
    public var deleted: [File]
    public var commands: [Command]

    public init(created: [File] = [], modified: [File] = [], deleted: [File] = [], commands: [Command] = []) {
        self.created = created
        self.modified = modified
        self.deleted = deleted
        self.commands = commands
    }

    public var isEmpty: Bool { created.isEmpty && modified.isEmpty && deleted.isEmpty && commands.isEmpty }
}
