// Which models are known, and which one a person means by a word.

import Matching
public import ModelWire

/// A server of this machine, by the port on which a program usually listens.
public struct LocalModelPort: Equatable, Sendable {
    public let port: Int
    /// What usually listens there.
    public let program: String

    /// Reads ports with blanks or commas between them; what is none is left out. A port that is not in `all` has no
    /// program of its own.
    public static func read(_ text: String) -> [LocalModelPort] {
        text.split { $0 == " " || $0 == "," }.compactMap { Int($0) }.filter { 1...65_535 ~= $0 }.map { port in
            all.first { $0.port == port } ?? LocalModelPort(port: port, program: "A model server")
        }
    }

    /// Where models are looked for: the ports that the programs' documentation names.
    public static let all = [
        LocalModelPort(port: 11_434, program: "Ollama"), LocalModelPort(port: 1_234, program: "LM Studio"),
        LocalModelPort(port: 8_080, program: "llama.cpp"), LocalModelPort(port: 8_000, program: "vLLM"),
    ]
}

/// The models of some servers.
public struct ModelShelf: Equatable, Sendable {
    /// A server and what it lists.
    public struct Place: Equatable, Sendable {
        /// Without a model's name.
        public var address: ModelAddress
        /// The program that usually listens there; nil where a person named the server.
        public var program: String?
        public var models: [ListedModel]

        public init(_ address: ModelAddress, program: String? = nil, models: [ListedModel] = []) {
            self.address = address
            self.address.name = nil
            self.program = program
            self.models = models
        }
    }

    /// What a word means.
    public enum Meaning: Equatable, Sendable {
        case helper
        /// With a name, or without one where any model of the server may answer.
        case model(ModelAddress)
        /// No known model is called so; the nearest names, at most three.
        case unknown(near: [String])
        /// Several servers have it.
        case ambiguous([ModelAddress])
        case noAddress(ModelAddress.Problem)
    }

    public private(set) var places: [Place] = []

    public init() {}

    /// Takes a server's list in the place of what was known of it.
    public mutating func put(_ place: Place) {
        if let index = places.firstIndex(where: { $0.address == place.address }) {
            places[index].models = place.models
            places[index].program = places[index].program ?? place.program
        } else {
            places.append(place)
        }
    }

    /// The entry of a model; nil where its server is not known, or does not list it.
    public func model(at address: ModelAddress) -> ListedModel? {
        place(of: address)?.models.first { $0.id == address.name }
    }

    /// The server of an address.
    public func place(of address: ModelAddress) -> Place? {
        places.first { $0.address.base == address.base }
    }

    /// Reads `helper`, `URL`, `URL#NAME`, or a name. A name means the model that is called so, or the only one whose
    /// name begins so up to a `:` or behind a `/` (`qwen3` for `qwen3:8b`).
    public func meaning(of word: String) -> Meaning {
        if word == "helper" { return .helper }
        if word.contains("://") {
            do throws(ModelAddress.Problem) { return .model(try ModelAddress(word)) } catch { return .noAddress(error) }
        }
        let all = places.flatMap { place in
            place.models.map { model in
                var address = place.address
                address.name = model.id
                return address
            }
        }
        let exact = all.filter { $0.name == word }
        let found = exact.isEmpty ? all.filter { Self.isShort(word, for: $0.name ?? "") } : exact
        if found.count == 1 { return .model(found[0]) }
        if found.count > 1 { return .ambiguous(found) }
        let names = ModelLookup.names(places.flatMap(\.models), nearestTo: word)
        return .unknown(near: Array(names.prefix(3)))
    }

    private static func isShort(_ word: String, for name: String) -> Bool {
        guard !word.isEmpty else { return false }
        let last = name.split(separator: "/").last.map(String.init) ?? name
        return last == word || name.hasPrefix(word + ":") || last.hasPrefix(word + ":")
    }
}
