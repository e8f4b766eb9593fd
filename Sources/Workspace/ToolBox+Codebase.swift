// `codebase_search`: models ask it as they would a search by meaning; here it is a search by words, and says so.
import ChangeReview
import JSON

extension ToolBox {
    /// The lines that have one of the query's words.
    func searchCodebase(_ arguments: ToolArguments, _ view: StagedView) async throws(ToolFailure) -> String {
        let query = try arguments.text("query", or: ["regex", "search", "text", "content"])
        let words = ToolBox.searchWords(query)
        guard !words.isEmpty else { throw ToolFailure("the query has no word to look for: \(printed(query))") }
        var search = arguments
        search.set("regex", .string(words.map(RegexTranslation.escaped).joined(separator: "|")))
        search.set("case_sensitive", "false")
        search.set("literal", "false")
        let found = try await searchFiles(search, view)
        let said = words.map { "\"\($0)\"" }.joined(separator: ", ")
        return "No index by meaning is kept here; this is a text search for \(said).\n\(found)"
    }

    /// The words that tell something: three letters or more, no filler, the longest first, eight at most.
    static func searchWords(_ query: String) -> [String] {
        var words: [String] = []
        for word in query.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") }) {
            let word = String(word)
            if word.count < 3 || fillers.contains(word.lowercased()) || words.contains(word) { continue }
            words.append(word)
        }
        return Array(
            words.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
                .prefix(8).map(\.element))
    }

    private static let fillers: Set<String> = [
        "the", "and", "for", "where", "what", "which", "how", "does", "are", "with", "that", "this", "from", "into",
        "find", "code", "all", "any", "used", "uses", "use", "file", "files", "function", "class", "implemented",
        "defined", "when", "who", "why", "has", "have", "can", "show", "look",
    ]
}
