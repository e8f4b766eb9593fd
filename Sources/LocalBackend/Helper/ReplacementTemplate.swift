// What stands in the place of a match of an expression: text, groups, and changes of case as sed and perl have them.

/// `\1` or `$1` to `9` are groups, `\0` or `$0` the whole match; `\n` and `\t` are characters, `\\` and `$$` stand for
/// themselves. `\u` and `\l` change the next letter, `\U` and `\L` all up to `\E`. Everything else is plain, `&` too.
struct ReplacementTemplate: Equatable, Sendable {
    private enum Piece: Equatable, Sendable {
        case text(String)
        case group(Int)
        /// Of all that follows; nil: as it is.
        case rest(Case?)
        case next(Case)
    }

    private enum Case: Equatable, Sendable {
        case upper, lower
    }

    private let pieces: [Piece]

    init(_ text: String) {
        var pieces: [Piece] = []
        var plain = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\" || scalar == "$", let next = rest.first,
                let piece = Self.piece(scalar, next)
            else {
                plain.unicodeScalars.append(scalar)
                continue
            }
            rest.removeFirst()
            if case .text(let text) = piece {
                plain += text
            } else {
                pieces += [.text(plain), piece]
                plain = ""
            }
        }
        self.pieces = pieces + [.text(plain)]
    }

    private static func piece(_ mark: Unicode.Scalar, _ next: Unicode.Scalar) -> Piece? {
        if ("0"..."9").contains(next) { return .group(Int(next.value) - 48) }
        if next == mark { return .text(String(mark)) }
        guard mark == "\\" else { return nil }
        switch next {
        case "n": return .text("\n")
        case "t": return .text("\t")
        case "U": return .rest(.upper)
        case "L": return .rest(.lower)
        case "E": return .rest(nil)
        case "u": return .next(.upper)
        case "l": return .next(.lower)
        default: return nil
        }
    }

    /// The highest group that is named.
    var lastGroup: Int {
        pieces.reduce(0) { if case .group(let group) = $1 { max($0, group) } else { $0 } }
    }

    func bytes(for groups: [Range<Int>?], in line: [UInt8]) -> [UInt8] {
        var result = String.UnicodeScalarView()
        var rest: Case?
        var next: Case?
        func add(_ text: String.UnicodeScalarView) {
            for scalar in text {
                result.append(contentsOf: Self.changed(scalar, to: next ?? rest))
                next = nil
            }
        }
        for piece in pieces {
            switch piece {
            case .text(let text): add(text.unicodeScalars)
            case .group(let group):
                guard group < groups.count, let range = groups[group] else { continue }
                add(String(decoding: line[range], as: UTF8.self).unicodeScalars)
            case .rest(let wanted): rest = wanted
            case .next(let wanted): next = wanted
            }
        }
        return Array(String(result).utf8)
    }

    /// One letter becomes one letter: `ß` stays, as in sed.
    private static func changed(_ scalar: Unicode.Scalar, to wanted: Case?) -> String.UnicodeScalarView {
        let mapping =
            switch wanted {
            case .upper: scalar.properties.uppercaseMapping
            case .lower: scalar.properties.lowercaseMapping
            case nil: String(scalar)
            }
        return mapping.unicodeScalars.count == 1 ? mapping.unicodeScalars : String(scalar).unicodeScalars
    }
}
