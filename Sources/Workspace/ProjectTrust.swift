// Whether the user trusts a folder's own settings; kept beside our state, since who can write in the project must not
// be able to say so.
import JSON
public import Storage

/// `trust.json` in the project's state folder.
public struct ProjectTrust: Sendable {
    private let document: OwnDocument

    /// - Parameter stateFolder: the path of the project's state folder.
    public init(stateFolder: String, files: any FileOperations = SystemFiles()) {
        document = OwnDocument("trust.json", in: stateFolder, files: files)
    }

    public var path: String { document.path }

    /// Nothing is trusted that was not said to be.
    public func read() throws(DocumentProblem) -> Bool {
        try document.read()?["settings"]?.asBool ?? false
    }

    public func keep(_ isTrusted: Bool) async throws(DocumentProblem) {
        try await document.change { _ in .replaced(by: ["version": 1, "settings": .bool(isTrusted)]) }
    }
}
