// `file_changes` as servers send it (docs/PROTOCOL.md): lists whose items are paths or objects, any key missing.

public import JSON

extension ReportedChanges {
    /// Lenient: what is not as expected is left out.
    public init(reading value: JSONValue?) {
        self.init(
            created: Self.files(value?["created"]), modified: Self.files(value?["modified"]),
            deleted: Self.files(value?["deleted"]),
            commands: (value?["commands"]?.asArray ?? []).compactMap(Self.command))
    }

    private static func files(_ value: JSONValue?) -> [File] {
        (value?.asArray ?? []).compactMap { item in
            if let path = item.asString { return path.isEmpty ? nil : File(path: path) }
            return file(item, path: item["path"] ?? item["file_path"])
        }
    }

    /// A file from an object that tells about it; nil without a path.
    static func file(_ item: JSONValue, path: JSONValue?) -> File? {
        guard let path = path?.asString, !path.isEmpty else { return nil }
        return File(
            path: path, lineCount: item["line_count"]?.lenientInt, linesAdded: item["lines_added"]?.lenientInt,
            linesRemoved: item["lines_removed"]?.lenientInt, details: sentences(item["details"]))
    }

    /// A list of sentences, or one.
    static func sentences(_ value: JSONValue?) -> [String] {
        guard let value else { return [] }
        if let one = value.nonEmptyText { return [one] }
        return (value.asArray ?? []).compactMap(\.nonEmptyText)
    }

    private static func command(_ item: JSONValue) -> Command? {
        if let line = item.asString { return line.isEmpty ? nil : Command(command: line) }
        guard let line = item["command"]?.asString, !line.isEmpty else { return nil }
        return Command(
            command: line, output: item["output"]?.lenientText ?? "", exitCode: item["exit_code"]?.lenientInt)
    }
}
