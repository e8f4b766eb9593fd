// Where a model answers, as people write it: `URL#NAME`.

/// The base address of an OpenAI-compatible server, and the name of one of its models.
public struct ModelAddress: Hashable, Sendable {
    /// Why a text is no address of a model server.
    public enum Problem: Error, Equatable, Sendable {
        /// It does not begin with `http://` or `https://` and a host.
        case noURL
        /// It has a user, a password or a query: keys are kept elsewhere.
        case holdsSecrets
        /// It has white space or control characters.
        case invalidCharacters
    }

    /// Such as `http://127.0.0.1:11434/v1`, without a slash at its end. Scheme and host in lower case.
    public let base: String
    /// nil where any model of the server may answer.
    public var name: String?

    /// Reads `URL` or `URL#NAME`. A URL without a path gets `/v1`; the paths of the calls themselves are taken off.
    public init(_ text: String) throws(Problem) {
        let mark = text.firstIndex(of: "#") ?? text.endIndex
        var url = text[..<mark]
        let name = text[mark...].dropFirst()
        guard text.unicodeScalars.allSatisfy({ $0.value > 0x20 && !(0x7F...0xA0 ~= $0.value) }) else {
            throw .invalidCharacters
        }
        guard let colon = url.firstRange(of: "://") else { throw .noURL }
        let scheme = url[..<colon.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { throw .noURL }
        guard !url.contains("?"), !url.contains("@") else { throw .holdsSecrets }
        url = url[colon.upperBound...]
        let slash = url.firstIndex(of: "/") ?? url.endIndex
        let host = url[..<slash].lowercased()
        guard !host.isEmpty, host.first != ":" else { throw .noURL }
        var path = url[slash...]
        while path.last == "/" { path.removeLast() }
        for call in ["/chat/completions", "/completions", "/models"] where path.hasSuffix(call) {
            path.removeLast(call.count)
            break
        }
        base = "\(scheme)://\(host)\(path.isEmpty ? "/v1" : path)"
        self.name = name.isEmpty ? nil : String(name)
    }

    /// `POST` a question here.
    public var chatURL: String { base + "/chat/completions" }
    /// `GET` the list of models here.
    public var listURL: String { base + "/models" }

    /// Scheme, host and port: what a key belongs to.
    public var origin: String {
        guard let colon = base.firstRange(of: "://") else { return base }
        return String(base[..<(base[colon.upperBound...].firstIndex(of: "/") ?? base.endIndex)])
    }

    /// The host and its port, for people.
    public var host: String { String(origin.drop { $0 != ":" }.dropFirst(3)) }

    /// The host is this machine.
    public var isLocal: Bool {
        var name = host[...]
        if let colon = name.lastIndex(of: ":"), name.last != "]" { name = name[..<colon] }
        let numbers = name.split(separator: ".").map { UInt8($0) }
        let isLoopback = numbers.count == 4 && numbers[0] == 127 && !numbers.contains(nil)
        return isLoopback || name == "localhost" || name == "[::1]"
    }

    /// What is sent there can be read on the way: it is plain http, and leaves this machine.
    public var isInClear: Bool { base.hasPrefix("http://") && !isLocal }

    /// `URL#NAME`, as it is read.
    public var text: String { base + (name.map { "#\($0)" } ?? "") }
}
