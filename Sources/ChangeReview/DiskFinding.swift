// What stands at a path on disk, as far as a review must tell it apart.

/// What was found where a file under review is, or was.
public enum DiskFinding: Hashable, Sendable {
    case file(FileState)
    case missing
    case folder
    case symbolicLink
    /// A pipe, a socket, a device.
    case special
    /// The system's words.
    case unreadable(reason: String)
    /// More bytes than a review takes in.
    case tooLarge(bytes: Int)

    public init(_ state: FileState?) { self = state.map(DiskFinding.file) ?? .missing }

    /// The file's state where it can be compared: a missing file is `.some(nil)`.
    public var state: FileState?? {
        switch self {
        case .file(let state): .some(state)
        case .missing: .some(nil)
        case .folder, .symbolicLink, .special, .unreadable, .tooLarge: nil
        }
    }
}
