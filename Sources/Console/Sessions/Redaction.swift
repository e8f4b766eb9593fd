// A transcript that is given away takes no keys along: what looks like a secret is hidden.
//
// It goes by names (`password=`, `"api_key": `, `Authorization: `), by the shapes of well-known keys (`sk-…`, `AKIA…`,
// a JSON Web Token), by private key blocks, and by passwords in addresses. It would rather hide too much: in a program
// text, `let token = next()` loses its value. A secret without a name and without a shape is not found.

public import JSON

/// Hides what looks like a secret.
public enum Redaction {
    static let mark = "(hidden)"

    /// The text with each secret replaced by `(hidden)`.
    public static func hidden(in text: String) -> String {
        var scan = Scan(Array(text.utf8))
        scan.run()
        return scan.hidAnything ? String(decoding: scan.output, as: UTF8.self) : text
    }

    /// The value with each text in it redacted; the text of a member with the name of a secret is hidden whole.
    public static func hidden(in value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(hidden(in: text))
        case .array(let elements): .array(elements.map { hidden(in: $0) })
        case .object(let object):
            .object(
                JSONObject(
                    object.pairs.map { key, value in
                        if case .string(let text) = value, !text.isEmpty, SecretName.isOne(Array(key.utf8)) {
                            return (key, .string(mark))
                        }
                        return (key, hidden(in: value))
                    }))
        default: value
        }
    }

    /// One pass over a text, word by word.
    private struct Scan {
        let input: [UInt8]
        var output: [UInt8] = []
        var place = 0
        var hidAnything = false

        init(_ input: [UInt8]) {
            self.input = input
            output.reserveCapacity(input.count)
        }

        mutating func run() {
            while place < input.count {
                if starts(with: "-----BEGIN ") { hideKeyBlock() }
                if starts(with: "://") { hideAddress() }
                guard place < input.count else { return }
                if SecretName.isWordByte(input[place]) { word() } else { copy(to: place + 1) }
            }
        }

        private mutating func word() {
            let end = endOfWord(from: place)
            let name = Array(input[place..<end])
            if let kept = SecretShape.kept(of: name, followedBy: input[end...]) {
                copy(to: place + kept.prefix)
                hide(to: end + kept.more)
                return
            }
            let isOption = name.starts(with: Array("--".utf8))
            copy(to: end)
            if SecretName.isScheme(name), let value = token(from: end), value.count >= 8 {
                copy(to: value.lowerBound)
                hide(to: value.upperBound)
            } else if SecretName.isOne(name), let value = value(after: end, isOption: isOption, name) {
                copy(to: value.lowerBound)
                hide(to: value.upperBound)
            }
        }

        // MARK: Values

        /// What stands behind a name and `=` or `:`; nil when nothing does.
        private func value(after end: Int, isOption: Bool, _ name: [UInt8]) -> Range<Int>? {
            var index = end
            if index < input.count, isQuote(input[index]) { index += 1 }
            index = skipBlanks(index)
            if index < input.count, input[index] == UInt8(ascii: "=") || input[index] == UInt8(ascii: ":") {
                index += 1
                if index < input.count, input[index] == UInt8(ascii: "=") || input[index] == UInt8(ascii: ">") {
                    index += 1
                }
            } else if !isOption || index == end {
                return nil
            }
            index = skipBlanks(index)
            guard index < input.count else { return nil }
            let start = index
            if isQuote(input[start]) {
                let quote = input[start]
                index = start + 1
                while index < input.count, input[index] != quote, input[index] != newline {
                    index += input[index] == UInt8(ascii: "\\") && index + 1 < input.count ? 2 : 1
                }
                index = min(index, input.count)
                return index > start + 1 ? start + 1..<index : nil
            }
            // A header's value has blanks; it ends with its line, or with the quote around the whole header.
            let isHeader = SecretName.isHeader(name)
            while index < input.count, input[index] != newline, input[index] != 0x0D, !isQuote(input[index]) {
                if !isHeader, isEnd(input[index]) { break }
                index += 1
            }
            return index > start ? start..<index : nil
        }

        /// `abc123` behind `Bearer `.
        private func token(from end: Int) -> Range<Int>? {
            let start = skipBlanks(end)
            var index = start
            while index < input.count, !isEnd(input[index]), !isQuote(input[index]), input[index] != newline {
                index += 1
            }
            return start > end && index > start ? start..<index : nil
        }

        // MARK: Blocks and addresses

        private mutating func hideKeyBlock() {
            let line = input[place...].firstIndex(of: newline) ?? input.count
            let title = String(decoding: input[place..<line], as: UTF8.self)
            guard title.contains("PRIVATE KEY-----") else { return }
            copy(to: line)
            var end = line
            while end < input.count {
                if input[end...].starts(with: Array("-----END ".utf8)) { break }
                end += 1
            }
            guard end > line else { return }
            output.append(newline)
            hide(to: end)
            output.append(newline)
        }

        /// `://name:password@`
        private mutating func hideAddress() {
            copy(to: place + 3)
            var index = place
            var colon: Int?
            while index < input.count, !isEnd(input[index]), !isQuote(input[index]), input[index] != UInt8(ascii: "/"),
                input[index] != newline
            {
                if input[index] == UInt8(ascii: ":"), colon == nil { colon = index }
                if input[index] == UInt8(ascii: "@") {
                    guard let colon, index > colon + 1 else { return }
                    copy(to: colon + 1)
                    hide(to: index)
                    return
                }
                index += 1
            }
        }

        // MARK: Bytes

        private mutating func copy(to end: Int) {
            output += input[place..<end]
            place = end
        }

        private mutating func hide(to end: Int) {
            // Hidden already, by whoever wrote it or by an earlier export.
            if input[place...].starts(with: Array(Redaction.mark.utf8)) {
                return copy(to: max(end, place + Redaction.mark.utf8.count))
            }
            output += Array(Redaction.mark.utf8)
            place = end
            hidAnything = true
        }

        private func starts(with text: StaticString) -> Bool {
            let count = text.utf8CodeUnitCount
            guard input.count - place >= count, input[place] == text.utf8Start.pointee else { return false }
            return input[place..<place + count].elementsEqual(
                UnsafeBufferPointer(start: text.utf8Start, count: count))
        }

        private func endOfWord(from start: Int) -> Int {
            var end = start
            while end < input.count, SecretName.isWordByte(input[end]) { end += 1 }
            return end
        }

        private func skipBlanks(_ index: Int) -> Int {
            var index = index
            while index < input.count, input[index] == 0x20 || input[index] == 0x09 { index += 1 }
            return index
        }

        private let newline = UInt8(ascii: "\n")

        private func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 || byte == 0x60 }

        private func isEnd(_ byte: UInt8) -> Bool {
            byte <= 0x20 || ",;&)}]<>".utf8.contains(byte)
        }
    }
}
