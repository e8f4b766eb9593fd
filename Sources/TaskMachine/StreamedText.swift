// Text that comes in pieces. Servers send what is new or all there is so far, and do not say which.

/// What the pieces of a stream add up to, at most `maximumBytes` of it: the beginning is kept, what comes beyond it is
/// left out. The reply has the whole text.
public struct StreamedText: Equatable, Sendable {
    public static let maximumBytes = 100_000

    public private(set) var text = ""
    /// More came than is kept.
    public private(set) var isCut = false

    public init() {}

    /// A text that was kept.
    init(kept text: String, isCut: Bool) {
        self.text = text
        self.isCut = isCut
    }

    /// A piece that begins with all that came before is the whole so far and takes its place; any other piece is more
    /// of it (docs/PROTOCOL.md).
    ///
    /// Note: bytes are compared. By characters, `e` would be no beginning of `e` with a combining accent, and a text
    /// that broke off between the two would be said twice.
    ///
    /// - Parameter isWhole: the server says that this is the whole text.
    mutating func take(_ piece: String, isWhole: Bool = false) {
        guard !piece.isEmpty else { return }
        if isWhole || (piece.utf8.count >= text.utf8.count && piece.utf8.starts(with: text.utf8)) {
            text = ""
            isCut = false
        }
        guard !isCut else { return }
        let room = Self.maximumBytes - text.utf8.count
        guard piece.utf8.count > room else {
            text += piece
            return
        }
        isCut = true
        let scalars = piece.unicodeScalars
        var end = scalars.startIndex
        var bytes = 0
        while end < scalars.endIndex {
            bytes += UTF8.width(scalars[end])
            guard bytes <= room else { break }
            scalars.formIndex(after: &end)
        }
        text.unicodeScalars += scalars[..<end]
    }
}
