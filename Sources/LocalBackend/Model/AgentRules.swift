// What a user sets for the agent: how to speak with which model, and how far it may go by itself.

import ModelAgent

/// The settings `modelProfiles` and `agentSteps`.
public struct AgentRules: Equatable, Sendable {
    /// Rounds of tool calls for one message.
    public var steps: Int
    private let rows: [ProfileRow]

    /// - Parameters:
    ///   - profiles: rows of the table of profiles (docs/AGENT.md) with `;` between them, as the setting has them. A row
    ///     that can't be read is left out: settings name what is wrong with it.
    ///   - steps: at least 1; nil: the default.
    public init(profiles: String = "", steps: Int? = nil) {
        self.steps = max(1, steps ?? AgentLimits().steps)
        rows = profiles.split(separator: ";").compactMap { try? ProfileRow(String($0)) }
    }

    func profile(of model: String) -> ModelProfile { ModelProfile.of(model, userRows: rows) }
}
