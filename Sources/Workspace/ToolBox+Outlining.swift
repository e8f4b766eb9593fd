// The tools that look for definitions: `list_code_definition_names` and `get_symbol_info`.
import ChangeReview
import JSON

extension ToolBox {
    /// By file, `  12: func decode(…)`; files of a folder are those directly in it and below.
    func listDefinitions(_ arguments: ToolArguments, _ view: StagedView) async throws(ToolFailure) -> String {
        let (listing, _) = try await searched(arguments.optionalText("path"), view)
        let isOneFile = listing.isOneFile
        var report = DefinitionReport(limit: limits.outlineEntries)
        for path in listing.paths {
            if Task.isCancelled || report.isFull { break }
            let name = String(decoding: path, as: UTF8.self)
            guard let language = Language(path: name), language.rule != nil else {
                guard isOneFile else { continue }
                throw ToolFailure("no outline is made of files like \(printed(path)); use read_file or search_files")
            }
            if isOneFile { try view.refuseSecret(name) }
            guard let bytes = contents(of: path, view) else { continue }
            report.add(path, Outline(bytes, language).entries)
        }
        return report.text(listing.more)
    }

    /// Where a name is defined, then where it stands, both by text.
    func symbolInfo(_ arguments: ToolArguments, _ view: StagedView) async throws(ToolFailure) -> String {
        let symbol = try arguments.text("symbol_name", or: ["symbol", "name", "query"])
        let (listing, _) = try await searched(arguments.optionalText("path"), view)
        var report = DefinitionReport(limit: limits.outlineEntries)
        for path in listing.paths {
            if Task.isCancelled || report.isFull { break }
            guard let language = Language(path: String(decoding: path, as: UTF8.self)), language.rule != nil,
                let bytes = contents(of: path, view), !places(of: Array(symbol.utf8), in: bytes, limit: 1).isEmpty
            else { continue }
            report.add(
                path,
                Outline(bytes, language).entries.filter { entry in
                    entry.name == symbol
                        || entry.name.split(whereSeparator: { $0 == "." || $0 == ":" }).last == symbol[...]
                })
        }
        var search = arguments
        search.set("regex", .string(symbol))
        search.set("literal", "true")
        search.set("whole_words", "true")
        let uses = try await searchFiles(search, view)
        return
            "Definitions of \(printed(symbol)), by text:\n\(report.text(listing.more))\nWhere it stands, by text:\n\(uses)"
    }

    private func contents(of path: [UInt8], _ view: StagedView) -> [UInt8]? {
        view.smallText(path, atMost: limits.searchFileBytes, head: 8192)
    }
}

/// Definitions by file.
private struct DefinitionReport {
    let limit: Int
    private var body = ""
    private var count = 0
    private var files = 0

    init(limit: Int) { self.limit = limit }

    var isFull: Bool { count >= limit }

    mutating func add(_ path: [UInt8], _ entries: [Outline.Entry]) {
        guard !entries.isEmpty else { return }
        files += 1
        body += printed(path) + "\n"
        for entry in entries.prefix(limit - count) {
            body += "  \(entry.line): \(String(repeating: " ", count: min(entry.depth, 16)))\(entry.text)\n"
            count += 1
        }
    }

    func text(_ more: String?) -> String {
        var text =
            count == 0
            ? "no definitions\n"
            : "\(count) definition\(count == 1 ? "" : "s") in \(files) file\(files == 1 ? "" : "s")\n"
        text += body
        if isFull { text += "[more: stopped after \(limit) definitions; name a file or a folder]\n" }
        if let more { text += "[more: \(more)]\n" }
        return text
    }
}
