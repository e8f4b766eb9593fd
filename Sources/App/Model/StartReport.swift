// What the rim knows about the world at the start, as values.

public import ChangeReview
public import Screen
public import Settings
public import TaskMachine

public struct StartReport: Equatable, Sendable {
    public enum Server: Equatable, Sendable {
        /// The embedded one, with the rule-based helper.
        case embedded
        /// An account's, by its address.
        case remote(String)
    }

    /// A write or an undo that the journal holds as done.
    public struct JournalFact: Equatable, Sendable {
        public var entry: Int
        public var plan: ChangePlan
        /// The entry that it took back, if it did.
        public var undoes: Int?
        /// What that entry had written, and the files of it that were left alone.
        public var undone: ChangePlan?
        public var skipped: [RelativePath]

        public init(
            entry: Int, plan: ChangePlan, undoes: Int? = nil, undone: ChangePlan? = nil, skipped: [RelativePath] = []
        ) {
            self.entry = entry
            self.plan = plan
            self.undoes = undoes
            self.undone = undone
            self.skipped = skipped
        }
    }

    /// What was found half done, and what came of it.
    public struct Recovery: Equatable, Sendable {
        /// Files of interrupted writes that are as they were before.
        public var restored: [RelativePath]
        /// Changed by somebody since the interruption, and left alone.
        public var leftAlone: [RelativePath]
        /// Why something could not be put back now; the next write tries again.
        public var failure: String?
        /// Lines of the staging log that could not be read, and are kept aside.
        public var unreadable: Int
        /// Interrupted writes whose journal entries are damaged.
        public var damagedEntries: [Int]

        public init(
            restored: [RelativePath] = [], leftAlone: [RelativePath] = [], failure: String? = nil, unreadable: Int = 0,
            damagedEntries: [Int] = []
        ) {
            self.restored = restored
            self.leftAlone = leftAlone
            self.failure = failure
            self.unreadable = unreadable
            self.damagedEntries = damagedEntries
        }
    }

    public var version: String
    /// For people: `~/shop`.
    public var folder: String
    /// The whole path of the project.
    public var folderPath: String
    /// Where our own files of this project live.
    public var stateFolder: String
    public var server: Server
    /// The terminal shows UTF-8.
    public var unicode: Bool
    /// The terminal shows colours.
    public var hasColour = true
    /// What is drawn goes through a network (SSH).
    public var isRemote = false
    /// The terminal tells where a link leads, so that its address need not stand behind it.
    public var hidesAddresses = false
    /// The terminal's ground, if it is known.
    public var ground: Theme.Ground?
    public var settings = ChosenSettings()
    /// How the screen was shared out the last time.
    public var shares = PaneShares()
    /// Another program of ours is at work in this folder.
    public var isSecond: Bool
    /// Seconds that the user's clock is ahead of the world's, for days in lists.
    public var clockOffset = 0
    /// The time when the clock of messages stood at 0, in milliseconds since 1970; nil: it is not known.
    public var wallClock: Int?
    /// The project can't be written.
    public var isReadOnly: Bool
    /// The staging log of an earlier run.
    public var recorded: [RecordedEvent]
    /// The transactions in the journal that this session has not seen the end of, the newest first: they tell what
    /// became of a write that was under way.
    public var latestWrites: [JournalFact]
    /// All writes that the journal holds, the newest first: each can be taken back.
    public var written: [WrittenFact] = []
    /// Why the journal, or the latest of it, can't be read: then nothing is known of such a write.
    public var journalFailure: String?
    public var recovery: Recovery
    /// Messages sent in earlier runs, the oldest first.
    public var history: [String]
    /// The standing answers that are kept with the project.
    public var rules: [ApprovalRule] = []
    /// The conversation to go on with: the one that a crash ended, or that the user asked for.
    public var conversation: ConversationState?
    /// The id of its file.
    public var conversationID: String?
    /// What stood in the composer when a crash ended the session; empty when nothing did.
    public var draft = ""
    /// The session before did not end as its user wanted: what is here of it goes on.
    public var isAfterCrash = false
    /// The file that this session is recorded in; nil: in none.
    public var recording: String?
    /// The latest conversation of this project, when the start begins another.
    public var latest: ConversationSummary?

    public init(
        version: String = "", folder: String = "", folderPath: String = "", stateFolder: String = "",
        server: Server = .embedded, unicode: Bool = true, isSecond: Bool = false, isReadOnly: Bool = false,
        recorded: [RecordedEvent] = [], latestWrites: [JournalFact] = [], recovery: Recovery = Recovery(),
        history: [String] = []
    ) {
        self.version = version
        self.folder = folder
        self.folderPath = folderPath
        self.stateFolder = stateFolder
        self.server = server
        self.unicode = unicode
        self.isSecond = isSecond
        self.isReadOnly = isReadOnly
        self.recorded = recorded
        self.latestWrites = latestWrites
        self.recovery = recovery
        self.history = history
    }
}
