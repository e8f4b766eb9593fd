// The server's words about a model that did not answer: what happened, and what can be done. A client adds what it kept.

public import ModelWire

public enum ModelText {
    static func loading(_ target: ModelTarget, seconds: Int) -> String {
        target.address.isLocal
            ? "Waiting for \(target.name), \(seconds) s so far. A model that is not in memory is being loaded now."
            : "Waiting for \(target.name), \(seconds) s so far."
    }

    /// - Parameter listed: the names that the server lists, where it was asked.
    public static func words(of failure: ModelFailure, _ target: ModelTarget, listed: [String] = []) -> String {
        let words = said(failure, target, listed)
        // Some servers say the key back.
        guard let key = target.key, !key.isEmpty else { return words }
        return words.split(separator: key, omittingEmptySubsequences: false).joined(separator: "(the key)")
    }

    private static func said(_ failure: ModelFailure, _ target: ModelTarget, _ listed: [String]) -> String {
        let (host, name) = (target.address.host, target.name)
        switch failure {
        case .notReached(let why): return "\(name) can't be reached: \(sentence(why)) \(cure(target))"
        case .keyRefused(let said):
            let key = "`oropendola models key \(target.address.base)` in a shell takes a key."
            return target.key == nil
                ? "\(host) wants a key: \(sentence(said)) \(key)" : "\(host) refused the key: \(sentence(said)) \(key)"
        case .modelNotFound(let said):
            return "\(host) has no model \(name): \(sentence(said)) \(others(target, listed))"
        case .rateLimited(let seconds, let said):
            let wait = seconds.map { " It asks to wait \($0) s." } ?? ""
            return "\(host) gets too many requests: \(sentence(said))\(wait)"
        case .quotaExhausted(let said): return "Nothing is left to pay \(host) with: \(sentence(said))"
        case .contextOverflow(let limit, let said):
            let size = limit.map { " of \($0) tokens" } ?? ""
            return "It is more than the context length\(size) of \(name): \(sentence(said))"
        case .outOfMemory(let said):
            return "The machine behind \(host) has not the memory for \(name): \(sentence(said)) A smaller model, or a "
                + "shorter context, needs less."
        case .toolsUnsupported(let said):
            return "\(name) takes no tools: \(sentence(said)) In ask mode it answers."
        case .serverFailed(let status, let said):
            return "\(host) failed\(status.map { " (\($0))" } ?? ""): \(sentence(said))"
        case .unreadable(let said):
            return
                "\(host) did not answer as a model does: \(sentence(said)) It was asked at \(target.address.chatURL)."
        case .silent(let seconds):
            return "\(name) said nothing for \(seconds) s. The setting modelSilence is how long is waited."
        case .cancelled: return "It was cancelled."
        }
    }

    private static func cure(_ target: ModelTarget) -> String {
        target.address.isLocal
            ? "Is its server running? docs/MODELS.md has the line that starts each."
            : "Check the address: \(target.address.base)."
    }

    private static func others(_ target: ModelTarget, _ listed: [String]) -> String {
        guard !listed.isEmpty else { return "/model lists what is there." }
        let shown = listed.prefix(5).joined(separator: ", ")
        return "It has \(shown)\(listed.count > 5 ? " and \(listed.count - 5) more" : ""). /model switches."
    }

    private static func sentence(_ text: String) -> String {
        guard let last = text.last else { return "no reason was given." }
        return ".!?…".contains(last) ? text : text + "."
    }
}
