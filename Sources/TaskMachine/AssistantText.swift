// An answer in the chat: first as it is written, then as the reply gives it. One entry, so that nothing is said twice.

/// An answer in the chat, with what the server told about it.
public struct AssistantText: Equatable, Sendable {
    /// Where the text is from, and whether it is all of it.
    public enum State: Equatable, Sendable {
        /// From the HTTP reply.
        case replied
        /// From the feed; the reply is on its way.
        case streaming
        /// From the feed, and no reply came: the turn was cancelled, or the request failed.
        case incomplete
        /// Asked for over HTTP after the request had failed.
        case fetched
    }

    /// Markdown. While it streams, as the model wrote it; see `shownText`.
    public var text: String
    /// What the model thought before it answered; plain text.
    public var reasoning: StreamedText
    public var state: State
    /// More was streamed than is kept.
    public var isCut = false
    /// The request whose answer it is, if it is of this session.
    public var request: Int?
    public var model: String?
    public var milliseconds: Int?
    /// What the server believes it did to files (docs/PROTOCOL.md); never what happened here.
    public var reported: ReportedChanges
    /// What the user said of it; nil: nothing.
    public var isLiked: Bool?

    public init(
        text: String, reasoning: StreamedText = StreamedText(), state: State = .replied, request: Int? = nil,
        model: String? = nil, milliseconds: Int? = nil, reported: ReportedChanges = ReportedChanges()
    ) {
        self.text = text
        self.reasoning = reasoning
        self.state = state
        self.request = request
        self.model = model
        self.milliseconds = milliseconds
        self.reported = reported
    }

    /// The text for people: a streamed one without its tool calls, of which the last may still be coming. A reply's text
    /// has none.
    public var shownText: String {
        switch state {
        case .replied, .fetched: text
        case .streaming, .incomplete:
            ToolFences.mayHoldCalls(text) ? ToolFences.shown(ofUnfinished: text) : text
        }
    }

    var isEmpty: Bool { text.isEmpty && reasoning.text.isEmpty && reported.isEmpty }
}
