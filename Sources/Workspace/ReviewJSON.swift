// A review for programs: docs/REVIEW.md says what each key means, and that none of them will change its meaning.
public import ChangeReview
public import JSON
import Storage

/// The review as one JSON object, `{"version":1,"files":[…],"comments":[…]}`.
public enum ReviewJSON {
    public static let version = 1

    public static func value(_ changes: [Change], comments: [ReviewComment] = []) -> JSONValue {
        [
            "version": .number(version), "files": .array(changes.map(file)), "comments": .array(comments.map(comment)),
        ]
    }

    private static func file(_ change: Change) -> JSONValue {
        var object: JSONObject = [
            "path": .path(change.path), "kind": .string(change.origin == nil ? "\(change.kind)" : "renamed"),
        ]
        if let origin = change.origin { object["origin"] = .path(origin) }
        object["content"] = .string(change.content == .tooLarge ? "large" : "\(change.content)")
        object["decision"] = .string("\(change.summary)")
        object["added"] = .number(change.addedLines)
        object["removed"] = .number(change.removedLines)
        object["before"] = state(change.base)
        object["after"] = state(change.proposed)
        if change.isEdited { object["edited"] = .bool(true) }
        if let conflict = change.conflict { object["conflict"] = .string(word(conflict)) }
        object["hunks"] = .array(change.hunks.indices.map { hunk(change, $0) })
        return .object(object)
    }

    private static func state(_ state: FileState?) -> JSONValue {
        guard let state else { return .null }
        return [
            "bytes": .number(state.bytes.count), "blob": .string(BlobID(of: state.bytes).text),
            "executable": .bool(state.isExecutable),
        ]
    }

    private static func hunk(_ change: Change, _ index: Int) -> JSONValue {
        let hunk = change.hunks[index]
        var changed = hunk.changed.lowerBound
        let lines = hunk.numberedLines.map { numbered -> JSONValue in
            var line: JSONObject = ["kind": .string("\(numbered.line.kind)")]
            if let old = numbered.old { line["old"] = .number(old) }
            if let new = numbered.new { line["new"] = .number(new) }
            if numbered.line.kind != .context {
                line["decision"] = .string(change.marks[changed].rawValue)
                changed += 1
            }
            if let text = String(validating: numbered.line.content, as: UTF8.self) {
                line["text"] = .string(text)
            } else {
                line["base64"] = .string(base64(Array(numbered.line.content)))
            }
            if !numbered.line.endsInNewline { line["noNewline"] = .bool(true) }
            return .object(line)
        }
        return [
            "header": .string(hunk.header), "heading": .string(hunk.headingText),
            "decision": .string("\(change.decisions[index])"),
            "authors": .array(change.authors(ofHunk: index).map(author)), "lines": .array(lines),
        ]
    }

    private static func author(_ author: Author) -> JSONValue {
        [
            "kind": .string(author.kind.rawValue), "id": .string(author.id), "name": .string(author.name),
            "turn": .number(author.turn),
        ]
    }

    private static func comment(_ comment: ReviewComment) -> JSONValue {
        var object: JSONObject = [
            "id": .number(comment.id), "path": .path(comment.path), "kind": .string(comment.kind.rawValue),
        ]
        if let range = comment.range, let last = range.lines.last {
            object["side"] = .string(range.side.rawValue)
            object["first"] = .number(range.lines.lowerBound + 1)
            object["last"] = .number(last + 1)
        }
        object["text"] = .string(comment.text)
        object["patch"] = .string(comment.patch)
        switch comment.state {
        case .waiting: object["state"] = .string("waiting")
        case .sent: object["state"] = .string("sent")
        case .resolved: object["state"] = .string("resolved")
        case .touched(let by):
            object["state"] = .string("touched")
            object["by"] = author(by)
        }
        return .object(object)
    }

    private static func word(_ conflict: Change.Conflict) -> String {
        switch conflict {
        case .merging: "lines"
        case .changedOnDisk(.file): "file"
        case .changedOnDisk(.missing): "missing"
        case .changedOnDisk(.folder): "folder"
        case .changedOnDisk(.symbolicLink): "link"
        case .changedOnDisk(.special): "special"
        case .changedOnDisk(.unreadable): "unreadable"
        case .changedOnDisk(.tooLarge): "large"
        }
    }
}
