// File contents in the staging log: a state that a snapshot holds twice is written once.
//
//     {"event":"held","path":"b","before":{"text":"…","id":3},"after":null,…}
//     {"event":"held","path":"c","before":null,"after":{"same":3},…}
import ChangeReview
import JSON
import Storage

struct ContentTable {
    /// When writing: the id of each state so far. Only filled where states are given ids.
    private var ids: [FileState: Int] = [:]
    /// When reading: the states that have an id.
    private var states: [Int: FileState] = [:]
    private let givesIDs: Bool

    /// Contents below this many bytes are not worth an id.
    private static let least = 64

    init(givingIDs: Bool = false) { givesIDs = givingIDs }

    mutating func json(_ state: FileState?) -> JSONValue {
        guard let state else { return .null }
        if let id = ids[state] { return .object(["same": .number(id)]) }
        var object = state.contents.asObject ?? [:]
        if state.isExecutable { object["executable"] = .bool(true) }
        if givesIDs, state.bytes.count >= Self.least {
            let id = ids.count + 1
            ids[state] = id
            object["id"] = .number(id)
        }
        return .object(object)
    }

    /// The outer `nil`: not a state; the inner: no file.
    mutating func state(_ json: JSONValue?) -> FileState?? {
        guard let json else { return nil }
        if json.isNull { return .some(nil) }
        if let id = json["same"]?.asInt { return states[id].map { .some($0) } }
        guard let bytes = FileState.bytes(json) else { return nil }
        let state = FileState(bytes: bytes, isExecutable: json["executable"]?.asBool ?? false)
        if let id = json["id"]?.asInt { states[id] = state }
        return state
    }

    /// A file or its absence as a state; anything else by its name.
    mutating func json(_ finding: DiskFinding) -> JSONValue {
        func other(_ kind: String, _ more: [(String, JSONValue)] = []) -> JSONValue {
            .object(JSONObject([("is", .string(kind))] + more))
        }
        switch finding {
        case .file(let state): return json(state)
        case .missing: return .null
        case .folder: return other("folder")
        case .symbolicLink: return other("link")
        case .special: return other("special")
        case .unreadable(let reason): return other("unreadable", [("reason", .string(reason))])
        case .tooLarge(let bytes): return other("large", [("bytes", .number(bytes))])
        }
    }

    mutating func finding(_ json: JSONValue?) -> DiskFinding? {
        switch json?["is"]?.asString {
        case "folder": .folder
        case "link": .symbolicLink
        case "special": .special
        case "unreadable": .unreadable(reason: json?["reason"]?.asString ?? "")
        case "large": .tooLarge(bytes: json?["bytes"]?.asInt ?? 0)
        case nil: state(json).map { DiskFinding($0) }
        default: nil
        }
    }
}
