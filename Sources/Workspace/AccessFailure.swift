// Why a path of the project is not touched: one value, for the agent as text and for the panel as a case.
public import Storage

/// A path that we refuse, or could not get at.
public enum AccessFailure: Error, Hashable, Sendable {
    /// Absolute, and not inside the project.
    case outside(String)
    /// Has a `..` in it.
    case climbs(String)
    /// Empty, or has an empty part, a `.` in the middle, or a NUL.
    case malformed(String)
    /// The name is not UTF-8, so it cannot be named reliably.
    case notText(String)
    /// The path, or a folder on the way to it, is a symbolic link.
    case symbolicLink(String)
    /// Inside a `.git` folder, or such a file.
    case gitFolder(String)
    /// Where this program keeps its own state.
    case ownState(String)
    /// A pipe, a socket or a device.
    case special(String, kind: FileStatus.Kind)
    /// A folder stands where a file was meant.
    case isFolder(String)
    /// A file stands where a folder was meant.
    case notFolder(String)
    case missing(String)
    case tooLarge(String, bytes: Int, limit: Int)
    /// The operating system said no.
    case system(FileError)

    /// For the agent: what happened, and where it helps what would work. One line.
    public var text: String {
        switch self {
        case .outside(let path): "refused: \(printed(path)) is outside the project; use a path relative to its root"
        case .climbs(let path): "refused: \(printed(path)) has a `..` in it; use a path relative to the project's root"
        case .malformed(let path): "refused: \(printed(path)) is not a path of a file"
        case .notText(let path): "refused: the name \(path) is not valid UTF-8"
        case .symbolicLink(let path): "refused: \(printed(path)) is a symbolic link, and links are not followed"
        case .gitFolder(let path): "refused: \(printed(path)) belongs to git's own data"
        case .ownState(let path): "refused: \(printed(path)) belongs to this program's own state"
        case .special(let path, let kind): "refused: \(printed(path)) is \(AccessFailure.words(kind)), not a file"
        case .isFolder(let path): "\(printed(path)) is a folder"
        case .notFolder(let path): "\(printed(path)) is not a folder"
        case .missing(let path): "\(printed(path)) does not exist"
        case .tooLarge(let path, let bytes, let limit):
            "\(printed(path)) is too large: \(bytes) bytes, the limit is \(limit)"
        case .system(let error): "cannot \(error.operation) \(printed(error.path)): \(error.reason)"
        }
    }

    private static func words(_ kind: FileStatus.Kind) -> String {
        switch kind {
        case .pipe: "a pipe"
        case .socket: "a socket"
        case .device: "a device"
        case .symbolicLink: "a symbolic link"
        case .folder: "a folder"
        case .file: "a file"
        }
    }
}
