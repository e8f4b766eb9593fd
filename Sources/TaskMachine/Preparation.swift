// What a turn takes along: found out after the message was sent and before the first request, by whoever knows the disk.

public import ChangeReview
public import JSON

/// Asks for what the user's words refer to, and for the state of the project.
public struct Preparation: Equatable, Sendable {
    /// Ours; counts up. The answer carries it.
    public var id: Int
    /// The user's words, in which `@path`, `@path:10-40`, `@folder/` and `@git` stand.
    public var text: String
    /// What the files are read through, as a tool's reads are; put in by whoever has the changes under review.
    public var staged: StagedFiles

    public init(id: Int, text: String, staged: StagedFiles = StagedFiles()) {
        self.id = id
        self.text = text
        self.staged = staged
    }
}

/// What was found.
public struct PreparedTurn: Equatable, Sendable {
    /// What goes into the request's `context` beside what the conversation knows (docs/PROTOCOL.md).
    public var context: JSONObject
    /// What the message refers to and takes along, for the chat.
    public var attached: [AttachedLine]
    /// Text that the model reads behind the user's words: the files and folders that were mentioned.
    public var attachedText: String
    public var images: [ImageAttachment]

    public init(
        context: JSONObject = [:], attached: [AttachedLine] = [], attachedText: String = "",
        images: [ImageAttachment] = []
    ) {
        self.context = context
        self.attached = attached
        self.attachedText = attachedText
        self.images = images
    }
}

/// One thing that a message mentions.
public struct AttachedLine: Equatable, Sendable {
    public enum Kind: String, Equatable, Sendable { case file, lines, folder, git, image, rules, review }

    public var kind: Kind
    /// As the user wrote it, without the `@`.
    public var name: String
    /// What the model gets of it, in bytes; 0 when it was refused.
    public var bytes: Int
    /// Why it does not go along, in a few words; nil when it does.
    public var refusal: String?

    public init(kind: Kind, name: String, bytes: Int = 0, refusal: String? = nil) {
        self.kind = kind
        self.name = name
        self.bytes = bytes
        self.refusal = refusal
    }
}
