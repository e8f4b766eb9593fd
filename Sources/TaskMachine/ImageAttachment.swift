// A picture that goes with a message, as vision models take it.

/// A picture in a `data:` URL. Sent only where there is one: some servers take a message's content for text alone.
public struct ImageAttachment: Equatable, Sendable {
    /// As the user named it: a relative path.
    public var name: String
    /// `data:image/png;base64,…`
    public var dataURL: String

    public init(name: String, dataURL: String) {
        self.name = name
        self.dataURL = dataURL
    }
}
