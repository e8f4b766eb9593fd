// Scenarios that are part of the program, from files that a person can read and edit (docs/SCENARIOS.md).

/// The text of a scenario of `Resources/Scenarios`.
public enum BuiltInScenario {
    /// What `oropendola demo` plays.
    public static var tour: String { String(decoding: PackageResources.tour_jsonl, as: UTF8.self) }
}
