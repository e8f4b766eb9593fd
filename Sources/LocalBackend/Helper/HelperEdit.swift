// The two requests that change text across files, as the one thing that they are.

/// A change of text in many files.
enum HelperEdit: Equatable, Sendable {
    case rename(from: String, to: String, SearchScope)
    case replace(SearchText, with: String, SearchScope)

    var scope: SearchScope {
        switch self {
        case .rename(_, _, let scope), .replace(_, _, let scope): scope
        }
    }

    /// What is searched for, and whether as a whole word.
    var search: (text: SearchText, wholeWords: Bool) {
        switch self {
        case .rename(let old, _, _): (.plain(old), true)
        case .replace(let text, _, _): (text, false)
        }
    }

    /// `Rename x to y`, the head of the plan.
    var title: String {
        switch self {
        case .rename(let old, let new, _): "Rename \(old.inCode) to \(new.inCode)"
        case .replace(let text, let new, _): "Replace \(text.inCode) with \(Self.shown(new))"
        }
    }

    /// `Renamed x to y`, the head of the summary.
    var done: String {
        switch self {
        case .rename(let old, let new, _): "Renamed \(old.inCode) to \(new.inCode)"
        case .replace(let text, let new, _): "Replaced \(text.inCode) with \(Self.shown(new))"
        }
    }

    private static func shown(_ text: String) -> String { text.isEmpty ? "nothing" : text.inCode }

    /// Whether it would change nothing wherever it matches.
    var isIdle: Bool {
        switch self {
        case .rename(let old, let new, _): Array(old.utf8) == Array(new.utf8)
        case .replace(.plain(let old), let new, _): Array(old.utf8) == Array(new.utf8)
        case .replace(.expression, _, _): false
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
