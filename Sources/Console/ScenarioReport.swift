// What `oropendola demo --check` says of a scenario.

public import Scenarios

/// A scenario that was read, and what is wrong in it.
public struct ScenarioReport: Sendable {
    private let name: String
    private let scenario: Scenario
    private let problems: [ScenarioError]

    /// - Parameter name: what the scenario is called in the lines.
    public init(name: String, scenario: Scenario, problems: [ScenarioError]) {
        self.name = name
        self.scenario = scenario
        self.problems = problems
    }

    /// The mistakes, a line each, and a line that sums up.
    public var lines: [String] {
        guard problems.isEmpty else {
            let count = problems.count == 1 ? "1 mistake" : "\(problems.count) mistakes"
            return problems.map(\.description) + ["\(name): \(count). Nothing was played."]
        }
        let counts = scenario.counts
        var parts: [String] = []
        if counts.steps > 0 { parts.append(counted(counts.steps, "step") + " in order") }
        if counts.blocks > 0 {
            parts.append("\(counted(counts.blocks, "block")) with \(counted(counts.blockSteps, "step"))")
        }
        if !scenario.files.isEmpty { parts.append(counted(scenario.files.count, "file") + " of its project") }
        if parts.isEmpty { parts.append("no steps") }
        return ["\(name): \(parts.joined(separator: ", ")). Nothing is wrong."]
    }

    private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
