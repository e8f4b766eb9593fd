// What is kept about models, per user: the keys of their servers, and which one was chosen.
import JSON
import ModelWire
import Storage

/// `model-keys.json` in the folder of settings (0600), `model.json` in that of state.
struct ModelFiles: Sendable {
    private let keys: OwnDocument
    private let choice: OwnDocument
    private let home: String?

    init(environment: [String: String]) {
        let folders = Folders(environment: environment)
        keys = OwnDocument("model-keys.json", in: folders.config)
        choice = OwnDocument("model.json", in: folders.state)
        home = environment["HOME"]
    }

    /// The path of the keys, for people.
    var keysPath: String { shortened(keys.path, home: home) }

    /// The key that is kept for the server of an address; nil for none.
    func key(for address: ModelAddress) throws(DocumentProblem) -> String? {
        guard let value = try all()[address.origin] else { return nil }
        guard let key = value.asString else { throw .broken }
        return key
    }

    /// The servers that have a key.
    func origins() throws(DocumentProblem) -> [String] { try all().keys }

    private func all() throws(DocumentProblem) -> JSONObject {
        guard let value = try keys.read() else { return JSONObject() }
        guard let all = value["keys"]?.asObject else { throw .broken }
        return all
    }

    /// Keeps a key for the server of an address, or none any more; whether there was one before.
    @discardableResult
    func keep(_ key: String?, for address: ModelAddress) async throws(DocumentProblem) -> Bool {
        var hadOne = false
        try await keys.change { value in
            var all = value?["keys"]?.asObject ?? JSONObject()
            hadOne = all[address.origin] != nil
            all[address.origin] = key.map { .string($0) }
            return .replaced(by: ["version": 1, "keys": .object(all)])
        }
        return hadOne
    }

    /// What was chosen last: `helper` or `URL#NAME`; nil: nothing was, or what is kept can't be read, and nobody is used
    /// who was not chosen.
    var chosen: String? { (try? choice.read())??["model"]?.asString }

    func keep(chosen: String) async throws(DocumentProblem) {
        do throws(DocumentProblem) {
            try await put(chosen)
        } catch .broken {
            // Nothing of it can be used; what stands there is kept aside all the same.
            _ = try await choice.setAside()
            try await put(chosen)
        }
    }

    private func put(_ chosen: String) async throws(DocumentProblem) {
        try await choice.change { _ in .replaced(by: ["version": 1, "model": .string(chosen)]) }
    }
}

extension DocumentProblem {
    /// Why the keys can't be read, without an end.
    var keyWords: String { self == .broken ? "it is no list of keys" : words }
}
