// Options of a wrapper that take a value, in every way of writing one: `-S x`, `-Sx`, `-qSx`, `--split-string=x`.

/// An option with a value.
struct WrapperOption {
    /// The value is run.
    let isScript: Bool
    /// The value where it stands in the option's word; nil: it is the next word.
    let value: ShellWord?

    /// nil for an option without a value, which the next word does not belong to.
    init?(_ word: ShellWord, _ wrapper: RiskyPrograms.Wrapper) {
        let text = word.text
        if wrapper.scripts.contains(text) || wrapper.valued.contains(text) {
            isScript = wrapper.scripts.contains(text)
            value = nil
        } else if text.hasPrefix("--") {
            guard let equals = text.firstIndex(of: "="), wrapper.scripts.contains(String(text[..<equals])) else {
                return nil
            }
            isScript = true
            value = word.part(after: "=")
        } else {
            let letters = text.dropFirst()
            let place = letters.indices.first { index in
                wrapper.scripts.contains("-\(letters[index])") || wrapper.valued.contains("-\(letters[index])")
            }
            guard let place else { return nil }
            isScript = wrapper.scripts.contains("-\(letters[place])")
            let rest = String(letters[letters.index(after: place)...])
            value = rest.isEmpty ? nil : word.part(rest)
        }
    }
}

extension ShellWord {
    /// A part that is read by itself; it is marked as the whole word.
    func part(_ text: String) -> ShellWord {
        ShellWord(text: text, range: range, inner: nil, isComputed: isComputed)
    }

    /// nil where the sign does not stand.
    func part(after sign: Character) -> ShellWord? {
        text.firstIndex(of: sign).map { part(String(text[text.index(after: $0)...])) }
    }
}
