// What a rename or a replacement makes of one line of text.

/// Changes lines: a text or an expression, and what stands in its place.
struct LineChange {
    /// A place in a line, by its bytes: the whole, and the groups of an expression.
    private struct Match {
        var groups: [Range<Int>?]
        var replacement: Replacement
    }

    private enum Finder {
        case names([NameForms.Form], insideWords: Bool)
        case plain([UInt8])
        case expression(ExtendedExpression)
    }

    private let finder: Finder
    private let replacement: Replacement
    private var firstOnly = false

    /// Nil only for an expression that does not compile; the grammar has refused those.
    init?(_ edit: HelperEdit) {
        switch edit {
        case .rename(let old, let new, _, let way):
            let forms = edit.forms ?? [NameForms.Form(old: old, new: new)]
            finder = .names(forms, insideWords: way.insideWords)
            replacement = .text(new)
        case .replace(.plain(let text), let new, _, let first):
            finder = .plain(Array(text.utf8))
            replacement = .text(new)
            firstOnly = first
        case .replace(.expression(let pattern, let ignoringCase), let new, _, let first):
            guard let expression = try? ExtendedExpression.compile(pattern, ignoringCase: ignoringCase) else {
                return nil
            }
            finder = .expression(expression)
            replacement = .template(ReplacementTemplate(new))
            firstOnly = first
        }
    }

    /// The new line and how many places changed; nil when nothing matches.
    func apply(to line: String) -> (line: String, places: Int)? {
        let bytes = Array(line.utf8)
        let matches = firstOnly ? Array(self.matches(in: bytes).prefix(1)) : self.matches(in: bytes)
        guard !matches.isEmpty else { return nil }
        var result: [UInt8] = []
        var end = 0
        for match in matches {
            guard let whole = match.groups[0] else { continue }
            result += bytes[end..<whole.lowerBound]
            result += match.replacement.bytes(for: match.groups, in: bytes)
            end = whole.upperBound
        }
        result += bytes[end...]
        return (String(decoding: result, as: UTF8.self), matches.count)
    }

    private func matches(in line: [UInt8]) -> [Match] {
        switch finder {
        case .names(let forms, let insideWords):
            return NamePlaces.find(forms.map { Array($0.old.utf8) }, in: line, insideWords: insideWords).map {
                Match(groups: [$0.range], replacement: .text(forms[$0.name].new))
            }
        case .plain(let text):
            return NamePlaces.occurrences(of: text, in: line).map { Match(groups: [$0], replacement: replacement) }
        case .expression(let expression):
            return expression.matches(in: line).map { Match(groups: $0, replacement: replacement) }
        }
    }
}

/// What stands in the place of a match.
enum Replacement: Equatable, Sendable {
    case text(String)
    case template(ReplacementTemplate)

    func bytes(for groups: [Range<Int>?], in line: [UInt8]) -> [UInt8] {
        switch self {
        case .text(let text): Array(text.utf8)
        case .template(let template): template.bytes(for: groups, in: line)
        }
    }
}
