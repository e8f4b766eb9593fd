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
        /// The longest that a call may ask for.
        public var longestCommandTime = 1_800_000
        /// What looks like a server gets so long to fail, and is then left running.
        public var serverStartTime = 5_000
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
        /// Matches of a search that names no number of its own: in all, of one file, and files.
        public var searchMatches = 1_000
        public var searchMatchesPerFile = 10
        public var searchFiles = 20
        public var searchFileBytes = 2 << 20
        public var searchLineBytes = 64 << 10
        /// Bytes and lines that `read_file` prints.
        public var readBytes = 200_000
        public var readLines = 5_000
        /// Files that one `read_file` reads.
        public var readFiles = 20
        /// Definitions that an outline prints.
        public var outlineEntries = 1_000
        /// The largest file that is edited or made.
        public var editBytes = 16 << 20

        public init() {}
    }

    let project: ProjectFolder
    let limits: Limits
    let environment: [String: String]
    let background: LeftRunning?
    let copy: ThrowawayCopy?

    /// - Parameters:
    ///   - environment: what commands get, less what is ours.
    ///   - copy: where commands run that are permitted no more; nil: such a command is refused.
    ///   - background: takes what commands leave running on purpose; nil: nothing outlives its command.
    public init(
        project: ProjectFolder, environment: [String: String], limits: Limits = Limits(),
        copy: ThrowawayCopy? = nil, background: LeftRunning? = nil
    ) {
        self.project = project
        self.limits = limits
        self.environment = environment
        self.background = background
        self.copy = copy
    }

    /// Carries a call out. Never throws: what goes wrong is a result that the agent reads. Cancelling the Swift task
    /// kills a running command with its process group, and ends a search or a listing.
    ///
    /// - Parameters:
    ///   - staged: what reads see in place of the disk.
    ///   - permit: what policy or the user allowed for this very call.
    ///   - output: gets what a command prints while it runs, for people.
    public func execute(
        _ call: ToolCall, staged: StagedFiles, permit: ToolPermit = ToolPermit(), output: OutputSink? = nil
    ) async -> ToolResult {
        do throws(ToolFailure) {
            return try await perform(call, staged, permit, output)
        } catch {
            return ToolResult(callID: call.id, action: call.action, succeeded: false, text: error.text)
        }
    }

    private func perform(
        _ call: ToolCall, _ staged: StagedFiles, _ permit: ToolPermit, _ output: OutputSink?
    ) async throws(ToolFailure) -> ToolResult {
        let arguments = ToolArguments(call.arguments)
        var view = StagedView(project: project, staged: staged, limit: limits.editBytes)
        for path in permit.secretPaths {
            // What is no path of the project is refused where it is read.
            do throws(ToolFailure) { view.allowedSecrets.insert(try view.path(path)) } catch { continue }
        }
        switch call.tool?.name {
        case "read_file": return call.result(try readFile(arguments, view))
        case "list_files": return call.result(try await listFiles(arguments, view))
        case "search_files": return call.result(try await searchFiles(arguments, view))
        case "codebase_search": return call.result(try await searchCodebase(arguments, view))
        case "list_code_definition_names": return call.result(try await listDefinitions(arguments, view))
        case "get_symbol_info": return call.result(try await symbolInfo(arguments, view))
        case "create_file": return try call.result(createFile(arguments, view))
        case "modify_file": return try call.result(modifyFile(arguments, view))
        case "replace_string_in_file": return try call.result(replaceString(arguments, view))
        case "apply_diff": return try call.result(applyDiff(arguments, view))
        case "insert_content": return try call.result(insertContent(arguments, view))
        case "delete_file": return try call.result(deleteFile(arguments, view))
        case "move_file": return try call.result(moveFile(arguments, view))
        case "revert_file": return try call.result(revertFile(arguments, view))
        case "run_terminal": return try await runTerminal(call, arguments, view, permit, output)
        default:
            let known = ToolAction.all.map(\.name).joined(separator: ", ")
            throw ToolFailure("unknown tool \(printed(call.action)); the tools are \(known)")
        }
    }
}

/// Takes what a command prints, in pieces of whole lines where it prints lines, while it runs.
public typealias OutputSink = @Sendable (String) async -> Void

/// Why a call failed, for the agent. The first line is short.
package struct ToolFailure: Error {
    package var text: String

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
