// What the helper can be asked to do, as values: the whole of its language in one enum.

/// One request of a user, understood.
indirect enum HelperRequest: Equatable, Sendable {
    case find(SearchText, in: SearchScope)
    /// Whole words, unless `way` says otherwise.
    case rename(from: String, to: String, in: SearchScope, way: RenameWay = RenameWay())
    /// `with` is plain text, or for a regular expression a template with `\1` and `$1`.
    case replace(SearchText, with: String, in: SearchScope, firstOnly: Bool = false)
    case create(path: String, content: NewContent, overwriting: Bool)
    case delete(path: String)
    /// A path that ends in `/` is a folder.
    case move(from: String, to: String, withImports: Bool = true)
    case run(command: String)
    /// What a request would change; of `find` the counts alone.
    case preview(HelperRequest)
    case undo(UndoTarget)
    /// What was previewed or suggested just now.
    case goOn
    case explain
    case help(HelperVerb? = nil)
}

/// Which occurrences a rename means.
struct RenameWay: Equatable, Sendable {
    /// `fooBar` is also `FooBar`, `foo_bar`, `FOO_BAR`, `foo-bar`.
    var everyCase = false
    /// The name is also meant as a part of a longer one.
    var insideWords = false
}

/// What is to be taken back.
enum UndoTarget: Equatable, Sendable {
    /// The latest request of this conversation that changed something, or the latest of a kind.
    case last(HelperVerb?)
    /// All that is staged of a file.
    case file(String)
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
    /// Not our language, but near to this.
    case near(HelperRequest)
    /// Nothing that rules can answer.
    case beyondRules
}
