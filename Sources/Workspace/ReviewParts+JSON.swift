// The small parts of a review's events as JSON.
import ChangeReview
import JSON
import Storage

extension JSONValue {
    static func number(_ number: Int) -> JSONValue { .integer(Int64(number)) }
    static func path(_ path: RelativePath) -> JSONValue { .string(path.text) }

    var path: RelativePath? { self["path"]?.asString.flatMap { RelativePath($0) } }
    var paths: [RelativePath] { (asArray ?? []).compactMap { $0.asString.flatMap { RelativePath($0) } } }
}

extension Author {
    /// The agent's calls by their id alone, as the first version wrote them.
    var pairs: [(String, JSONValue)] {
        var pairs: [(String, JSONValue)] = [("by", .string(id))]
        if kind != .call { pairs.append(("kind", .string(kind.rawValue))) }
        if !name.isEmpty { pairs.append(("name", .string(name))) }
        if turn != 0 { pairs.append(("turn", .number(turn))) }
        return pairs
    }

    init(_ json: JSONValue) {
        self.init(
            json["kind"]?.asString.flatMap { Author.Kind(rawValue: $0) } ?? .call, id: json["by"]?.asString ?? "",
            name: json["name"]?.asString ?? "", turn: json["turn"]?.asInt ?? 0)
    }
}

extension Selection {
    var pairs: [(String, JSONValue)] {
        switch self {
        case .everything: []
        case .file(let path): [("path", .path(path))]
        case .hunk(let path, let index): [("path", .path(path)), ("hunk", .number(index)), RecordedEvent.engine]
        case .lines(let path, let lines):
            [
                ("path", .path(path)), ("line", .number(lines.lowerBound)), ("count", .number(lines.count)),
                RecordedEvent.engine,
            ]
        }
    }

    init(_ json: JSONValue) {
        guard let path = json.path else {
            self = .everything
            return
        }
        if let hunk = json["hunk"]?.asInt {
            self = .hunk(path, hunk)
        } else if let line = json["line"]?.asInt, let count = json["count"]?.asInt, line >= 0, count > 0,
            count < Int(Int32.max), line < Int(Int32.max)
        {
            self = .lines(path, line..<line + count)
        } else {
            self = .file(path)
        }
    }
}

extension ReviewComment.Range {
    var pairs: [(String, JSONValue)] {
        [("side", .string(side.rawValue)), ("line", .number(lines.lowerBound)), ("count", .number(lines.count))]
    }

    init?(_ json: JSONValue) {
        guard let side = json["side"]?.asString.flatMap({ Side(rawValue: $0) }), let line = json["line"]?.asInt,
            let count = json["count"]?.asInt, (0..<Int(Int32.max)).contains(line), (0..<Int(Int32.max)).contains(count)
        else { return nil }
        self.init(side, line..<line + count)
    }
}

extension ReviewComment {
    var pairs: [(String, JSONValue)] {
        var pairs: [(String, JSONValue)] = [
            ("id", .number(id)), ("path", .path(path)), ("kind", .string(kind.rawValue)), ("text", .string(text)),
            ("patch", .string(patch)),
        ]
        pairs += range?.pairs ?? []
        switch state {
        case .waiting: break
        case .sent: pairs.append(("state", .string("sent")))
        case .resolved: pairs.append(("state", .string("resolved")))
        case .touched(let author): pairs.append(("touched", .object(JSONObject(author.pairs))))
        }
        return pairs
    }

    init?(_ path: RelativePath, _ json: JSONValue) {
        guard let id = json["id"]?.asInt, let kind = json["kind"]?.asString.flatMap({ Kind(rawValue: $0) }),
            let text = json["text"]?.asString
        else { return nil }
        let state: State =
            switch (json["state"]?.asString, json["touched"]) {
            case (_, let author?): .touched(by: Author(author))
            case ("sent", _): .sent
            case ("resolved", _): .resolved
            default: .waiting
            }
        self.init(
            id: id, path: path, range: Range(json), kind: kind, text: text, patch: json["patch"]?.asString ?? "",
            state: state)
    }
}

extension ThreeWayMerge.Resolution {
    var json: JSONValue {
        switch self {
        case .ours: .string("ours")
        case .theirs: .string("theirs")
        case .both: .string("both")
        case .base: .string("base")
        case .custom(let bytes): FileState(bytes: bytes).contents
        }
    }

    init?(_ json: JSONValue) {
        switch json.asString {
        case "ours": self = .ours
        case "theirs": self = .theirs
        case "both": self = .both
        case "base": self = .base
        case nil:
            guard let bytes = FileState.bytes(json) else { return nil }
            self = .custom(bytes)
        default: return nil
        }
    }
}

extension WrittenFact {
    var json: JSONValue {
        .object(
            JSONObject(
                [("entry", .number(entry)), ("paths", .array(paths.map { .path($0) }))]
                    + (undoes.map { [("undoes", .number($0))] } ?? []) + (isRedo ? [("isRedo", .bool(true))] : [])))
    }

    init?(_ json: JSONValue) {
        guard let entry = json["entry"]?.asInt, let paths = json["paths"]?.paths, !paths.isEmpty else { return nil }
        self.init(
            entry: entry, paths: paths, undoes: json["undoes"]?.asInt, isRedo: json["isRedo"]?.asBool ?? false)
    }
}

extension FileState {
    /// Its bytes: as text where they are UTF-8.
    var contents: JSONValue {
        .object(
            String(validating: bytes, as: UTF8.self).map { ["text": .string($0)] }
                ?? ["base64": .string(base64(bytes))])
    }

    static func bytes(_ json: JSONValue) -> [UInt8]? {
        json["text"]?.asString.map { Array($0.utf8) } ?? json["base64"]?.asString.flatMap { Storage.bytes(base64: $0) }
    }
}
