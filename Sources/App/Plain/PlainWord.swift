// Data table of the words of the plain mode. What a line means, `help` and docs/PLAIN.md are made from it.

/// A word that begins a line and is no message.
enum PlainWord: String, CaseIterable, Sendable {
    case changes, show, accept, reject, clear, next, edit, comment, comments, resolve, split, join
    case ours, theirs, both, base, write, undo, redo, patch, commit
    case yes, no, always, project, never, copy, disk, first, answer, request
    case say, steer, queue, drop, draft, send, forget, attach, resend, open
    case output, thoughts, log, cancel, help, quit

    /// What stands behind a word.
    enum Form: Equatable {
        case bare
        /// `2`, `2.1`, `2.1:3-5`.
        case place
        /// The same, or `all`.
        case placeOrAll
        /// The same, then words or none.
        case placeAndReason
        /// A place, then words.
        case placeAndText
        case number
        case optionalNumber
        /// A number, then words.
        case numberAndText
        /// Which question is answered, or none where one alone waits.
        case answer
        /// The same, then words or none.
        case answerAndText
        case text
        case optionalWord
        /// One name with a dot or a slash in it.
        case file
        /// `-m`, then words.
        case message
    }

    enum Topic: String, CaseIterable {
        case review = "Reviewing what is staged"
        case requests = "Answering requests and questions"
        case chat = "The conversation"
        case reading = "Reading again, and the rest"
    }

    struct Row {
        /// As it is written, the first one as help has it.
        var names: [String]
        var form: Form
        /// What may follow it, as help shows it.
        var usage: String
        var example: String
        var help: String
        var topic: Topic
        /// A review without a chat has it, too.
        var isOfReviews: Bool

        init(
            _ names: String..., form: Form = .bare, usage: String = "", example: String = "", help: String,
            topic: Topic = .review, isOfReviews: Bool? = nil
        ) {
            self.names = names
            self.form = form
            self.usage = usage
            self.example = example.isEmpty ? names[0] : example
            self.help = help
            self.topic = topic
            self.isOfReviews = isOfReviews ?? (topic == .review)
        }

        var written: String { names[0] + (usage.isEmpty ? "" : " " + usage) }
    }

    var row: Row {
        switch self {
        case .changes: Row("changes", help: "the files under review, numbered; a file keeps its number")
        case .show:
            Row("show", form: .place, usage: "PLACE", example: "show 2", help: "its hunks, each changed line numbered")
        case .accept: Row("a", "accept", form: .placeOrAll, usage: "PLACE", example: "a 2.1:3-5", help: "accept it")
        case .reject:
            Row(
                "r", "reject", form: .placeAndReason, usage: "PLACE [REASON]", example: "r 4 not in this release",
                help: "reject it; the agent reads the reason. r all asks first")
        case .clear: Row("clear", form: .placeOrAll, usage: "PLACE", example: "clear 2.1", help: "undecided again")
        case .next: Row("next", help: "show the next hunk that is undecided")
        case .edit:
            Row(
                "edit", form: .place, usage: "PLACE", example: "edit 2",
                help: "the proposed file in your editor, or a conflict")
        case .comment:
            Row(
                "comment", form: .placeAndText, usage: "PLACE TEXT", example: "comment 2.1 why not guard?",
                help: "a remark; the agent reads it with your next message")
        case .comments: Row("comments", help: "all remarks, numbered")
        case .resolve:
            Row("resolve", form: .number, usage: "N", example: "resolve 1", help: "a remark is dealt with")
        case .split:
            Row("split", form: .place, usage: "F.H:L", example: "split 2.1:4", help: "a new hunk begins at this line")
        case .join: Row("join", form: .place, usage: "F.H", example: "join 2.2", help: "one hunk with the one above")
        case .ours: Row("ours", form: .place, usage: "F.C", example: "ours 2.1", help: "conflict: keep what is on disk")
        case .theirs:
            Row("theirs", form: .place, usage: "F.C", example: "theirs 2.1", help: "conflict: take the proposal")
        case .both: Row("both", form: .place, usage: "F.C", example: "both 2.1", help: "conflict: both, disk first")
        case .base: Row("base", form: .place, usage: "F.C", example: "base 2.1", help: "conflict: what was before both")
        case .write: Row("write", "w", help: "write what is accepted; rejected parts go, undecided ones stay")
        case .undo: Row("undo", "u", help: "take back the latest decision or write; of a write it asks first")
        case .redo: Row("redo", help: "do again what was taken back")
        case .patch:
            Row(
                "patch", form: .file, usage: "FILE", example: "patch fix.patch",
                help: "the review as a file: a patch; a report when the name ends in .md, data in .json")
        case .commit:
            Row(
                "commit", form: .message, usage: "-m MESSAGE", example: "commit -m Rename parse",
                help: "write what is accepted and commit exactly that")
        case .yes:
            Row(
                "yes", form: .answer, usage: "[N]", example: "yes 3", help: "do it, this once", topic: .requests,
                isOfReviews: true)
        case .no:
            Row(
                "no", form: .answerAndText, usage: "[N] [WORDS]", example: "no 3 use make check",
                help: "don't; the agent reads the words", topic: .requests, isOfReviews: true)
        case .always:
            Row(
                "always", form: .answer, usage: "[N]", example: "always 3",
                help: "yes, and to commands that begin so in this session", topic: .requests)
        case .project:
            Row(
                "project", form: .answer, usage: "[N]", example: "project 3",
                help: "yes, and to commands that begin so in this project", topic: .requests)
        case .never:
            Row(
                "never", form: .answer, usage: "[N]", example: "never 3",
                help: "no, and to commands that begin so in this session", topic: .requests)
        case .copy:
            Row(
                "copy", form: .answer, usage: "[N]", example: "copy 3",
                help: "yes, in a copy of the project that holds what is staged", topic: .requests)
        case .disk:
            Row(
                "disk", form: .answer, usage: "[N]", example: "disk 3", help: "yes, on disk as it is", topic: .requests)
        case .first:
            Row(
                "first", form: .answer, usage: "[N]", example: "first 3",
                help: "write what is accepted first, then yes, on disk", topic: .requests)
        case .answer:
            Row(
                "answer", form: .answerAndText, usage: "[N] WORDS", example: "answer 4 the second one",
                help: "what the agent asked; a single letter is one of its choices", topic: .requests)
        case .request:
            Row("request", help: "what waits for an answer, once more", topic: .requests, isOfReviews: true)
        case .say:
            Row(
                "say", form: .text, usage: "TEXT", example: "say undo",
                help: "send it to the agent as it is, whatever it looks like; a blank before the line does the same",
                topic: .chat)
        case .steer:
            Row(
                "steer", form: .text, usage: "TEXT", example: "steer leave the tests alone",
                help: "words for the turn that runs; they go with its next results", topic: .chat)
        case .queue: Row("queue", help: "messages that wait for the turn to end, numbered", topic: .chat)
        case .drop:
            Row("drop", form: .number, usage: "N", example: "drop 1", help: "take one out of the queue", topic: .chat)
        case .draft: Row("draft", help: "the message that is written and not sent", topic: .chat)
        case .send: Row("send", help: "send it", topic: .chat)
        case .forget: Row("forget", help: "drop it", topic: .chat)
        case .attach:
            Row(
                "attach", form: .text, usage: "TEXT", example: "attach why does this fail?",
                help: "send the text with what your own !command printed", topic: .chat)
        case .resend:
            Row(
                "resend", form: .numberAndText, usage: "N TEXT", example: "resend 1 rename it to load",
                help: "take back message N of /edit and all that followed, send this instead; files stay", topic: .chat)
        case .open:
            Row(
                "open", form: .number, usage: "N", example: "open 2", help: "go on with conversation N of /sessions",
                topic: .chat)
        case .output:
            Row("output", help: "all that the latest command or tool gave", topic: .reading, isOfReviews: false)
        case .thoughts: Row("thoughts", help: "what the agent thought before its latest answer", topic: .reading)
        case .log:
            Row(
                "log", form: .optionalNumber, usage: "[N]", example: "log 3",
                help: "the latest N parts of the conversation again", topic: .reading)
        case .cancel: Row("cancel", help: "end the turn that runs, as Ctrl-C does", topic: .reading)
        case .help:
            Row(
                "help", form: .optionalWord, usage: "[WORD]", example: "help a", help: "all words, or one of them",
                topic: .reading, isOfReviews: true)
        case .quit: Row("quit", help: "end; what is staged is kept", topic: .reading, isOfReviews: true)
        }
    }

    /// The word that is written so.
    static func named(_ name: some StringProtocol) -> PlainWord? { byName[String(name)] }

    private static let byName: [String: PlainWord] = Dictionary(
        uniqueKeysWithValues: allCases.flatMap { word in word.row.names.map { ($0, word) } })
}
