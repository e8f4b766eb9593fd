// Which model is wanted without a question, and the key that the environment has for it.
import LocalBackend
import ModelWire
import Settings

/// What the command line, the settings and the environment say about the model.
struct ModelWish: Sendable {
    /// The setting; empty for none.
    let setting: String
    let silenceSeconds: Int
    let agent: AgentRules
    let environment: [String: String]

    init(_ settings: ChosenSettings, _ environment: [String: String]) {
        setting = settings.text(.model)
        silenceSeconds = settings.number(.modelSilence)
        agent = AgentRules(profiles: settings.text(.modelProfiles), steps: settings.number(.agentSteps))
        self.environment = environment
    }

    /// What is wanted without a question: the setting, else `OPENAI_BASE_URL` with `OPENAI_MODEL`.
    var word: String? {
        if !setting.isEmpty { return setting }
        guard let base = value("OPENAI_BASE_URL") else { return nil }
        return base + (value("OPENAI_MODEL").map { "#\($0)" } ?? "")
    }

    /// `OPENAI_API_KEY`, for the server that `OPENAI_BASE_URL` names, else for OpenAI's own, and for no other.
    func key(for address: ModelAddress) -> String? { Self.key(for: address, environment) }

    static func key(for address: ModelAddress, _ environment: [String: String]) -> String? {
        let home = (try? ModelAddress(value("OPENAI_BASE_URL", environment) ?? "https://api.openai.com/v1"))?.origin
        return address.origin == home ? value("OPENAI_API_KEY", environment) : nil
    }

    /// `OROPENDOLA_MODEL_PORTS` names other ports than the usual ones; empty: none is asked.
    var ports: [LocalModelPort] {
        environment["OROPENDOLA_MODEL_PORTS"].map { LocalModelPort.read($0) } ?? LocalModelPort.all
    }

    private func value(_ name: String) -> String? { Self.value(name, environment) }

    private static func value(_ name: String, _ environment: [String: String]) -> String? {
        environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
