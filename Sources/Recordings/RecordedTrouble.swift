// What went wrong beside the agent and the review, and what was asked about conversations and copies.

internal import App
internal import ChangeReview
internal import JSON
internal import TaskMachine

extension Trouble: Recorded {
    var inRecording: JSONValue {
        func made(_ name: String, _ members: (String, JSONValue?)...) -> JSONValue {
            var object: JSONObject = ["trouble": .string(name)]
            for (key, value) in members { if let value { object[key] = value } }
            return .object(object)
        }
        func reason(_ name: String, _ words: String) -> JSONValue { made(name, ("reason", .string(words))) }
        return switch self {
        case .decisionNotKept(let words): reason("decisionNotKept", words)
        case .rulesNotKept(let words): reason("rulesNotKept", words)
        case .rulesNotRead(let path, let words):
            made("rulesNotRead", ("path", .string(path)), ("reason", .string(words)))
        case .trustNotKept(let words): reason("trustNotKept", words)
        case .projectNotOpened(let words): reason("projectNotOpened", words)
        case .conversationNotKept(let words): reason("conversationNotKept", words)
        case .conversationEndNotKept(let words): reason("conversationEndNotKept", words)
        case .conversationNotWhole(let count, let isNewer):
            made("conversationNotWhole", ("count", JSONValue(count)), ("isNewer", .bool(isNewer)))
        case .notWatched(let words): reason("notWatched", words)
        case .noticeFailed(let program): reason("noticeFailed", program)
        case .otherNames(let names):
            made(
                "otherNames",
                (
                    "names",
                    .object(
                        JSONObject(names.sorted { $0.key < $1.key }.map { ($0.key.text, JSONValue($0.value)) }))
                ))
        case .journalNotRead(let words): reason("journalNotRead", words)
        case .keptNotRead(let words, let aside):
            made("keptNotRead", ("reason", .string(words)), ("path", aside.map { .string($0) }))
        case .journalTooLarge(let words): reason("journalTooLarge", words)
        case .writeTooLarge(let bytes): made("writeTooLarge", ("count", JSONValue(bytes)))
        case .recordingStopped(let words): reason("recordingStopped", words)
        case .stateNotKept(let folder, let words):
            made("stateNotKept", ("path", .string(folder)), ("reason", .string(words)))
        }
    }

    init?(recorded value: JSONValue) {
        let words = value["reason"]?.asString ?? ""
        let path = value["path"]?.asString
        let count = value["count"]?.asInt ?? 0
        switch value["trouble"]?.asString {
        case "decisionNotKept": self = .decisionNotKept(reason: words)
        case "rulesNotKept": self = .rulesNotKept(reason: words)
        case "rulesNotRead": self = .rulesNotRead(path: path ?? "", reason: words)
        case "trustNotKept": self = .trustNotKept(reason: words)
        case "projectNotOpened": self = .projectNotOpened(reason: words)
        case "conversationNotKept": self = .conversationNotKept(reason: words)
        case "conversationEndNotKept": self = .conversationEndNotKept(reason: words)
        case "conversationNotWhole":
            self = .conversationNotWhole(unreadable: count, isOfNewerProgram: value["isNewer"]?.asBool ?? false)
        case "notWatched": self = .notWatched(reason: words)
        case "noticeFailed": self = .noticeFailed(program: words)
        case "otherNames":
            var names: [RelativePath: Int] = [:]
            for (name, count) in value["names"]?.asObject?.pairs ?? [] {
                if let path = RelativePath(name) { names[path] = count.asInt ?? 0 }
            }
            self = .otherNames(names)
        case "journalNotRead": self = .journalNotRead(reason: words)
        case "keptNotRead": self = .keptNotRead(reason: words, aside: path)
        case "journalTooLarge": self = .journalTooLarge(reason: words)
        case "writeTooLarge": self = .writeTooLarge(bytes: count)
        case "recordingStopped": self = .recordingStopped(reason: words)
        case "stateNotKept": self = .stateNotKept(folder: path ?? "", reason: words)
        default: return nil
        }
    }
}

extension ConversationTrouble: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .missing(let id): line(("missing", .string(id)))
        case .openElsewhere(let id): line(("openElsewhere", .string(id)))
        case .openHere(let id): line(("openHere", .string(id)))
        case .unreadable(let id, let reason): line(("unreadable", .string(id)), ("reason", .string(reason)))
        case .failed(let reason): line(("failed", .string(reason)))
        case .pathTaken(let path): line(("pathTaken", .string(path)))
        }
    }

    init?(recorded value: JSONValue) {
        guard let (name, member) = value.asObject?.pairs.first, let words = member.asString else { return nil }
        switch name {
        case "missing": self = .missing(words)
        case "openElsewhere": self = .openElsewhere(words)
        case "openHere": self = .openHere(words)
        case "unreadable": self = .unreadable(words, reason: value["reason"]?.asString ?? "")
        case "failed": self = .failed(reason: words)
        case "pathTaken": self = .pathTaken(words)
        default: return nil
        }
    }
}

extension CopyPlace: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .terminal: "terminal"
        case .tmux: "tmux"
        case .tool(let tool): line(("tool", .string(tool)))
        case .file(let path): line(("file", .string(path)))
        case .nowhere(let reason): line(("nowhere", .string(reason)))
        }
    }

    init?(recorded value: JSONValue) {
        if let tool = value["tool"]?.asString {
            self = .tool(tool)
        } else if let path = value["file"]?.asString {
            self = .file(path: path)
        } else if let reason = value["nowhere"]?.asString {
            self = .nowhere(reason: reason)
        } else {
            switch value.asString {
            case "terminal": self = .terminal
            case "tmux": self = .tmux
            default: return nil
            }
        }
    }
}

extension AppTimer: Recorded {
    private static let names: [(AppTimer, String)] = [
        (.tick, "tick"), (.task(.retry), "retry"), (.task(.cancelDeadline), "cancelDeadline"), (.arming, "arming"),
        (.flash, "flash"), (.complete, "complete"), (.minute, "minute"), (.quitting, "quitting"),
        (.panelClosed, "panelClosed"), (.draft, "draft"), (.search, "search"), (.doublePress, "doublePress"),
        (.keyHints, "keyHints"),
    ]

    var inRecording: JSONValue { .string(Self.names.first { $0.0 == self }?.1 ?? "") }

    init?(recorded: JSONValue) {
        guard let timer = Self.names.first(where: { $0.1 == recorded.asString })?.0 else { return nil }
        self = timer
    }
}
