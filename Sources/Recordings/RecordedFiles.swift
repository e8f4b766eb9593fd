// Files before and after, as a recording has them: text where they are text.

internal import ChangeReview
internal import JSON

extension RelativePath: Recorded {
    var inRecording: JSONValue { .string(text) }

    init?(recorded: JSONValue) {
        guard let text = recorded.asString else { return nil }
        self.init(text)
    }
}

extension FileState: Recorded {
    var inRecording: JSONValue {
        let text = String(validating: bytes, as: UTF8.self)
        return line(
            ("text", text.map { .string($0) }), ("hex", text == nil ? .string(hexadecimal(bytes)) : nil),
            ("isExecutable", isExecutable ? true : nil))
    }

    init?(recorded value: JSONValue) {
        let text = value["text"]?.asString.map { Array($0.utf8) }
        guard let bytes = text ?? value["hex"]?.asString.flatMap(bytes(hexadecimal:)) else { return nil }
        self.init(bytes: bytes, isExecutable: value["isExecutable"]?.asBool ?? false)
    }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

private func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count % 2 == 0, !digits.contains(nil) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8((digits[$0] ?? 0) << 4 | (digits[$0 + 1] ?? 0)) }
}

extension FileStep: RecordedMembers {
    static var blank: FileStep { FileStep(path: .none, before: nil, after: nil) }

    mutating func members(_ coder: inout RecordCoder) {
        coder.one("path", &path)
        coder.one("before", &before)
        coder.one("after", &after)
    }
}

extension RelativePath {
    /// Takes the place of a path that is about to be read.
    fileprivate static var none: RelativePath {
        guard let path = RelativePath("-") else { preconditionFailure("a plain name is a path") }
        return path
    }
}

extension ReviewedFile: RecordedMembers {
    static var blank: ReviewedFile { ReviewedFile(path: .none, base: nil, proposed: nil, marks: []) }

    mutating func members(_ coder: inout RecordCoder) {
        coder.one("path", &path)
        coder.one("origin", &origin)
        coder.one("base", &base)
        coder.one("proposed", &proposed)
        coder.list("marks", &marks)
        coder.flag("isInPlace", &isInPlace)
    }
}

extension Decision: Recorded {}

extension ChangePlan: RecordedMembers {
    static var blank: ChangePlan { ChangePlan(steps: []) }

    mutating func members(_ coder: inout RecordCoder) {
        coder.list("steps", &steps)
        coder.list("reviewed", &reviewed)
        coder.list("leaving", &leaving)
    }
}

extension SkippedFile: Recorded {
    var inRecording: JSONValue {
        var (name, detail) = ("", JSONValue?.none)
        switch reason {
        case .changedSince: name = "changedSince"
        case .gone: name = "gone"
        case .writtenAgain(let entry): (name, detail) = ("writtenAgain", JSONValue(entry))
        case .folder: name = "folder"
        case .symbolicLink: name = "symbolicLink"
        case .special: name = "special"
        case .unreadable(let words): (name, detail) = ("unreadable", .string(words))
        }
        return line(("path", path.inRecording), ("reason", .string(name)), ("detail", detail))
    }

    init?(recorded value: JSONValue) {
        guard let path = value["path"].flatMap(RelativePath.init(recorded:)) else { return nil }
        let reason: Reason
        switch value["reason"]?.asString {
        case "changedSince": reason = .changedSince
        case "gone": reason = .gone
        case "writtenAgain": reason = .writtenAgain(entry: value["detail"]?.asInt ?? 0)
        case "folder": reason = .folder
        case "symbolicLink": reason = .symbolicLink
        case "special": reason = .special
        case "unreadable": reason = .unreadable(reason: value["detail"]?.asString ?? "")
        default: return nil
        }
        self.init(path: path, reason: reason)
    }
}

extension UndoPreview: RecordedMembers {
    static var blank: UndoPreview { UndoPreview(entry: 0, steps: []) }

    mutating func members(_ coder: inout RecordCoder) {
        coder.number("entry", &entry)
        coder.list("steps", &steps)
        coder.list("skipped", &skipped)
    }
}

extension WrittenFact: RecordedMembers {
    static var blank: WrittenFact { WrittenFact(entry: 0, paths: []) }

    mutating func members(_ coder: inout RecordCoder) {
        coder.number("entry", &entry)
        coder.list("paths", &paths)
        coder.number("undoes", &undoes)
        coder.flag("isRedo", &isRedo)
    }
}

extension DiskFinding: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .file(let state): line(("file", state.inRecording))
        case .missing: "missing"
        case .folder: "folder"
        case .symbolicLink: "symbolicLink"
        case .special: "special"
        case .unreadable(let reason): line(("unreadable", .string(reason)))
        case .tooLarge(let bytes): line(("tooLarge", JSONValue(bytes)))
        }
    }

    init?(recorded value: JSONValue) {
        switch value.asString {
        case "missing": self = .missing
        case "folder": self = .folder
        case "symbolicLink": self = .symbolicLink
        case "special": self = .special
        case .some: return nil
        case nil:
            if let state = value["file"].flatMap(FileState.init(recorded:)) {
                self = .file(state)
            } else if let reason = value["unreadable"]?.asString {
                self = .unreadable(reason: reason)
            } else {
                guard let bytes = value["tooLarge"]?.asInt else { return nil }
                self = .tooLarge(bytes: bytes)
            }
        }
    }
}

extension ApplyRefusal.Finding: RecordedMembers {
    static var blank: Self { Self(path: .none, state: nil) }

    mutating func members(_ coder: inout RecordCoder) {
        coder.one("path", &path)
        coder.one("state", &state)
    }
}

extension ApplyRefusal: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .changedOnDisk(let findings): line(("changedOnDisk", .array(findings.map(\.inRecording))))
        case .failed(let path, let reason): line(("failed", .string(reason)), ("path", path?.inRecording))
        }
    }

    init?(recorded value: JSONValue) {
        if let findings = value["changedOnDisk"]?.asArray {
            self = .changedOnDisk(findings.compactMap(Finding.init(recorded:)))
        } else {
            guard let reason = value["failed"]?.asString else { return nil }
            self = .failed(path: value["path"].flatMap(RelativePath.init(recorded:)), reason: reason)
        }
    }
}
