// What the helper can be asked to do, as values: the whole of its language in one enum.

/// One request of a user, understood.
enum HelperRequest: Equatable, Sendable {
    case find(SearchText, in: SearchScope)
    /// Whole words.
    case rename(from: String, to: String, in: SearchScope)
    /// `with` is plain text, or for a regular expression a template with `\1` and `$1`.
    case replace(SearchText, with: String, in: SearchScope)
    case create(path: String, content: NewContent, overwriting: Bool)
    case delete(path: String)
    case move(from: String, to: String)
    case run(command: String)
    case explain
    case help
}

/// What is looked for.
enum SearchText: Equatable, Sendable {
    case plain(String)
    /// POSIX extended, with the GNU additions (`\b`, `\w`, back references).
    case expression(String, ignoringCase: Bool)
}

/// Where it is looked for.
enum SearchScope: Equatable, Sendable {
    case everywhere
    /// A glob; without `/` it matches in every folder.
    case files(String)
    /// `in Sources/`: everything below a folder.
    case folder(String)
}

/// Where the text of a new file comes from.
enum NewContent: Equatable, Sendable {
    case given(String)
    /// A small start that fits the file's extension.
    case template
}

/// What came of reading a message.
enum RequestReading: Equatable, Sendable {
    case request(HelperRequest)
    /// The verb is ours and the rest does not fit; `reason` is a whole sentence.
    case mistake(HelperVerb, reason: String)
    /// Nothing that rules can answer.
    case beyondRules
}
