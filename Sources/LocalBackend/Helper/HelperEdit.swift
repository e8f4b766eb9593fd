// The two requests that change text across files, as the one thing that they are.

/// A change of text in many files.
enum HelperEdit: Equatable, Sendable {
    case rename(from: String, to: String, SearchScope, RenameWay = RenameWay())
    case replace(SearchText, with: String, SearchScope, firstOnly: Bool = false)

    /// Nil for a request that is none.
    init?(_ request: HelperRequest) {
        switch request {
        case .rename(let old, let new, let scope, let way): self = .rename(from: old, to: new, scope, way)
        case .replace(let text, let new, let scope, let first):
            self = .replace(text, with: new, scope, firstOnly: first)
        default: return nil
        }
    }

    var scope: SearchScope {
        switch self {
        case .rename(_, _, let scope, _), .replace(_, _, let scope, _): scope
        }
    }

    /// Of a rename in every case.
    var forms: [NameForms.Form]? {
        guard case .rename(let old, let new, _, let way) = self, way.everyCase else { return nil }
        return NameForms(from: old, to: new)?.forms
    }

    /// What is searched for, and whether as a whole word.
    var search: (text: SearchText, wholeWords: Bool) {
        switch self {
        case .rename(let old, let new, _, let way):
            if way.everyCase, let forms = NameForms(from: old, to: new) { return (forms.expression, false) }
            return (.plain(old), !way.insideWords)
        case .replace(let text, _, _, _): return (text, false)
        }
    }

    /// What is searched for, in words.
    var sought: String {
        if case .rename(let old, _, _, let way) = self, way.everyCase { return "\(old.inCode) in every case" }
        return search.text.inCode
    }

    /// `Rename x to y`, the head of the plan.
    var title: String {
        switch self {
        case .rename: "Rename" + what
        case .replace: "Replace" + what
        }
    }

    /// `Renamed x to y`, the head of the summary.
    var done: String {
        switch self {
        case .rename: "Renamed" + what
        case .replace: "Replaced" + what
        }
    }

    private var what: String {
        switch self {
        case .rename(let old, let new, _, let way):
            " \(old.inCode) to \(new.inCode)\(way.everyCase ? " in every case" : "")"
        case .replace(let text, let new, _, _): " \(text.inCode) with \(new.isEmpty ? "nothing" : new.inCode)"
        }
    }

    /// Whether it would change nothing wherever it matches.
    var isIdle: Bool {
        switch self {
        case .rename(let old, let new, _, _): Array(old.utf8) == Array(new.utf8)
        case .replace(.plain(let old), let new, _, _): Array(old.utf8) == Array(new.utf8)
        case .replace(.expression, _, _, _): false
        }
    }
}

extension SearchText {
    var inCode: String {
        switch self {
        case .plain(let text): text.inCode
        case .expression(let pattern, let ignoringCase): "/\(pattern)/\(ignoringCase ? "i" : "")".inCode
        }
    }
}

extension SearchScope {
    /// ` in *.swift`, or nothing.
    var suffix: String {
        switch self {
        case .everywhere: ""
        case .files(let glob): " in \(glob.inCode)"
        case .folder(let path): " in \((path + "/").inCode)"
        }
    }
}
