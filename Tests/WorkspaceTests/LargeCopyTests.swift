// A copy of a project of ten thousand files: what it costs to make, to keep up to date and to compare is printed.
// Plays when it is asked for: `MEASURE=1`.
import ChangeReview
import JSON
import Storage
import TaskMachine
import TestSupport
import Testing

@testable import Workspace

@Suite(.enabled(if: environment("MEASURE") != nil)) struct LargeCopyTests {
    @Test func tenThousandFiles() async throws {
        let project = try Project()
        let text = String(repeating: "let value = 1  // some line of a program\n", count: 50)
        for number in 0..<10_000 { try project.write("src/\(number / 100)/\(number % 100).swift", text) }
        try run(["git", "init", "-q"], in: project.root)
        try run(["git", "add", "."], in: project.root)
        let folder = try project.open()
        let copy = ThrowawayCopy(project: folder, folders: project.folders, environment: Folders.environment())
        let tools = ToolBox(project: folder, environment: Folders.environment(), copy: copy)
        let staged = StagedFiles(states: [try path("src/0/0.swift"): file("staged\n")], bases: [:])
        var times: [Int] = []
        func command(_ line: String) async -> ToolResult {
            let start = ContinuousClock.now
            let result = await tools.execute(
                ToolCall(id: "1", action: "run_terminal", arguments: ["command": .string(line)]), staged: staged,
                permit: ToolPermit(place: .copy))
            times.append(Int((ContinuousClock.now - start) / .milliseconds(1)) - (result.milliseconds ?? 0))
            return result
        }
        #expect(await command("cat src/0/0.swift").text.contains("\nstaged\n"))
        #expect(await command("true").exitStatus == 0)
        let changed = await command("for n in 1 2 3; do echo x >> src/5/$n.swift; done")
        #expect(changed.proposed.count == 3)
        let start = ContinuousClock.now
        await copy.remove()
        let removal = Int((ContinuousClock.now - start) / .milliseconds(1))
        print(
            "10,000 files, 20 MB: first \(times[0]) ms, again \(times[1]) ms, with 3 changes \(times[2]) ms, removal \(removal) ms"
        )
    }
}
