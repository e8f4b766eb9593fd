// What a repository said about a commit, and what was found above the part of a conversation that was read.

internal import App
internal import ChangeReview
internal import JSON

/// A name, and the system's words or git's where there are some.
private func reason(_ name: String, _ words: String? = nil) -> JSONValue {
    line(("reason", .string(name)), ("words", words.map { .string($0) }))
}

extension CommitReport.LeftOut: Recorded {
    private static let names: [(Reason, String)] = [
        (.unknown, "unknown"), (.overlaps, "overlaps"), (.notAFile, "notAFile"),
    ]

    var inRecording: JSONValue {
        line(
            ("path", path.inRecording), ("reason", .string(Self.names.first { $0.0 == reason }?.1 ?? "")))
    }

    init?(recorded value: JSONValue) {
        guard let path = value["path"].flatMap(RelativePath.init(recorded:)),
            let reason = Self.names.first(where: { $0.1 == value["reason"]?.asString })?.0
        else { return nil }
        self.init(path: path, reason: reason)
    }
}

extension CommitLag: Recorded {
    var inRecording: JSONValue {
        let why =
            switch self.reason {
            case .otherLines: Recordings.reason("otherLines")
            case .index(let words): Recordings.reason("index", words)
            case .files(let words): Recordings.reason("files", words)
            }
        return line(("paths", .array(paths.map(\.inRecording))), ("why", why))
    }

    init?(recorded value: JSONValue) {
        let paths = (value["paths"]?.asArray ?? []).compactMap(RelativePath.init(recorded:))
        let words = value["why"]?["words"]?.asString ?? ""
        switch value["why"]?["reason"]?.asString {
        case "otherLines": self.init(paths, .otherLines)
        case "index": self.init(paths, .index(reason: words))
        case "files": self.init(paths, .files(reason: words))
        default: return nil
        }
    }
}

extension CommitReport: RecordedMembers {
    static var blank: CommitReport { CommitReport(id: "", files: 0) }

    mutating func members(_ coder: inout RecordCoder) {
        coder.text("id", &id)
        coder.number("files", &files)
        coder.list("leftOut", &leftOut)
        coder.list("lags", &lags)
    }
}

extension CommitRefusal: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .noRepository: reason("noRepository")
        case .notInstalled: reason("notInstalled")
        case .underWay(let words): reason("underWay", words)
        case .nothing: reason("nothing")
        case .allLeftOut(let files): line(("allLeftOut", .array(files.map(\.inRecording))))
        case .git(let lines): line(("git", .array(lines.map { .string($0) })))
        case .ended: reason("ended")
        }
    }

    init?(recorded value: JSONValue) {
        if let files = value["allLeftOut"]?.asArray {
            self = .allLeftOut(files.compactMap(CommitReport.LeftOut.init(recorded:)))
        } else if let lines = value["git"]?.asArray {
            self = .git(lines.compactMap(\.asString))
        } else {
            switch value["reason"]?.asString {
            case "noRepository": self = .noRepository
            case "notInstalled": self = .notInstalled
            case "underWay": self = .underWay(value["words"]?.asString ?? "")
            case "nothing": self = .nothing
            case "ended": self = .ended
            default: return nil
            }
        }
    }
}

extension CommitNews: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .possible(let branch): line(("possible", true), ("branch", branch.map { .string($0) }))
        case .made(let report): line(("made", report.inRecording))
        case .refused(let refusal): line(("refused", refusal.inRecording))
        }
    }

    init?(recorded value: JSONValue) {
        if value["possible"] != nil {
            self = .possible(branch: value["branch"]?.asString)
        } else if let report = value["made"] {
            guard let report = CommitReport(recorded: report) else { return nil }
            self = .made(report)
        } else {
            guard let refusal = value["refused"].flatMap(CommitRefusal.init(recorded:)) else { return nil }
            self = .refused(refusal)
        }
    }
}

extension EarlierFinds: Recorded {
    var inRecording: JSONValue {
        line(
            ("search", .string(search.text)),
            ("found", .array(found.map { [JSONValue($0.entry), JSONValue($0.count)] })),
            ("lowest", lowest.map { JSONValue($0) }), ("isDone", .bool(isDone)))
    }

    init?(recorded value: JSONValue) {
        guard let search = value["search"]?.asString.flatMap(TextSearch.init) else { return nil }
        let found = (value["found"]?.asArray ?? []).compactMap { pair in
            pair[0]?.asInt.flatMap { entry in pair[1]?.asInt.map { Find(entry: entry, count: $0) } }
        }
        self.init(search: search, found: found, lowest: value["lowest"]?.asInt, isDone: value["isDone"] == true)
    }
}
