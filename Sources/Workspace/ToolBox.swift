// What an agent can do here: one call in, one result out. Reads see what is staged; writes only propose.
public import ChangeReview
import JSON
public import TaskMachine

/// The tools of one project.
public struct ToolBox: Sendable {
    /// Time and size limits; the defaults are the product's, tests have shorter ones.
    public struct Limits: Equatable, Sendable {
        /// A command gets SIGTERM after so long, and SIGKILL after `commandGrace` more. Milliseconds.
        public var commandTime = 120_000
        public var commandGrace = 5_000
        /// A cancelled command is killed after so long.
        public var cancelGrace = 1_000
        /// Lines and bytes of a command's output that are kept: 70 % head, 30 % tail.
        public var outputLines = 500
        public var outputBytes = 50_000
        /// Listing a tree stops after so many names, or so many milliseconds.
        public var listedNames = 200_000
        public var listingTime = 5_000
        /// Lines that `list_files` prints.
        public var printedNames = 2_000
        /// Searching stops after so many milliseconds.
        public var searchTime = 15_000
        public var searchMatches = 1_000
        public var searchFileBytes = 2 << 20
        public var searchLineBytes = 64 << 10
        /// Bytes and lines that `read_file` prints.
        public var readBytes = 200_000
        public var readLines = 5_000
        /// The largest file that is edited or made.
        public var editBytes = 16 << 20

        public init() {}
    }

    let project: ProjectFolder
    let limits: Limits
    let environment: [String: String]

    /// - Parameter environment: what commands get, less what is ours; this process's by default.
    public init(
        project: ProjectFolder, environment: [String: String], limits: Limits = Limits()
    ) {
        self.project = project
        self.limits = limits
        self.environment = environment
    }

    /// Carries a call out. Never throws: what goes wrong is a result that the agent reads. Cancelling the Swift task
    /// kills a running command with its process group, and ends a search or a listing.
    public func execute(_ call: ToolCall, staged: StagedFiles) async -> ToolResult {
        do throws(ToolFailure) {
            return try await perform(call, staged)
        } catch {
            return ToolResult(callID: call.id, action: call.action, succeeded: false, text: error.text)
        }
    }

    private func perform(_ call: ToolCall, _ staged: StagedFiles) async throws(ToolFailure) -> ToolResult {
        let arguments = ToolArguments(call.arguments)
        let view = StagedView(project: project, staged: staged, limit: limits.editBytes)
        switch call.tool?.name {
        case "read_file": return call.result(try readFile(arguments, view))
        case "list_files": return call.result(try await listFiles(arguments, view))
        case "search_files": return call.result(try await searchFiles(arguments, view))
        case "create_file": return try call.result(createFile(arguments, view))
        case "modify_file": return try call.result(modifyFile(arguments, view))
        case "replace_string_in_file": return try call.result(replaceString(arguments, view))
        case "apply_diff": return try call.result(applyDiff(arguments, view))
        case "insert_content": return try call.result(insertContent(arguments, view))
        case "delete_file": return try call.result(deleteFile(arguments, view))
        case "move_file": return try call.result(moveFile(arguments, view))
        case "run_terminal": return try await runTerminal(call, arguments)
        default:
            let known = ToolAction.all.map(\.name).joined(separator: ", ")
            throw ToolFailure("unknown tool \(printed(call.action)); the tools are \(known)")
        }
    }
}

/// Why a call failed, for the agent. The first line is short.
struct ToolFailure: Error {
    var text: String

    init(_ text: String) { self.text = text }
    init(_ failure: AccessFailure) { text = failure.text }
}

extension ToolCall {
    fileprivate func result(_ text: String) -> ToolResult {
        ToolResult(callID: id, action: action, succeeded: true, text: text)
    }

    fileprivate func result(_ proposal: Proposal) -> ToolResult {
        ToolResult(callID: id, action: action, succeeded: true, text: proposal.text, proposed: proposal.steps)
    }
}
