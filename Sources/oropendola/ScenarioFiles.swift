// Scenarios from disk: the file that a person named, and those that it includes.
import Scenarios
import Storage

/// Reads a scenario.
///
/// - Throws: a `FileError`, or the first mistake as a `ScenarioError`.
func readScenario(_ path: String) throws -> Scenario {
    try Scenario(try readText(path), name: path, source: scenarioSource)
}

/// Reads included files.
let scenarioSource: ScenarioSource = { (path: String) throws(UnreadableScenario) -> String in
    do {
        return try readText(path)
    } catch {
        throw UnreadableScenario(reason: (error as? FileError)?.reason ?? "\(error)")
    }
}
