// The standing answers of a project, kept beside its state and never in the project: who can write there must not be
// able to allow commands.
import JSON
public import Storage
public import TaskMachine

/// `rules.json` in the project's state folder.
public struct ProjectRules: Sendable {
    private let document: OwnDocument

    /// - Parameter stateFolder: the path of the project's state folder.
    public init(stateFolder: String, files: any FileOperations = SystemFiles()) {
        document = OwnDocument("rules.json", in: stateFolder, files: files)
    }

    public var path: String { document.path }

    /// The rules that this program knows, in the order in which they were made.
    public func read() throws(DocumentProblem) -> [ApprovalRule] {
        Self.listed(try document.read()).compactMap { ApprovalRule($0, scope: .project) }
    }

    /// Keeps these in place of the known ones; what a newer program added stays.
    public func keep(_ rules: [ApprovalRule]) async throws(DocumentProblem) {
        try await document.change { old in
            let others = Self.listed(old).filter { ApprovalRule($0, scope: .project) == nil }
            return .replaced(by: ["version": 1, "rules": .array(rules.map(\.json) + others)])
        }
    }

    private static func listed(_ document: JSONValue?) -> [JSONValue] { document?["rules"]?.asArray ?? [] }
}
