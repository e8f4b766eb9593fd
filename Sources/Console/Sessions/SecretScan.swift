// One pass over a text, word by word, that copies it without its secrets.

/// A text on its way through; `run` once.
struct SecretScan {
    let input: [UInt8]
    private(set) var output: [UInt8] = []
    var place = 0
    private(set) var hidAnything = false

    init(_ input: [UInt8]) {
        self.input = input
        output.reserveCapacity(input.count)
    }

    mutating func run() {
        while place < input.count {
            if starts(with: Self.keyBegin), let body = endOfTitle() {
                hideKeyBlock(from: body)
            } else if starts(with: "://") {
                hideAddress(behind: 3)
            } else if starts(with: #":\/\/"#) {
                // As JSON of some languages writes it.
                hideAddress(behind: 5)
            } else if SecretName.isWordByte(input[place]) {
                word()
            } else {
                copy(to: place + 1)
            }
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
        } else if SecretName.isLogin(name), let password = password(behind: end, name) {
            copy(to: password.lowerBound)
            hide(to: password.upperBound)
        } else if SecretName.isOne(name), let value = value(after: end, isOption: isOption, name) {
            copy(to: value.lowerBound)
            hide(to: value.upperBound)
        }
    }

    /// `://name:password@`, where `://` takes so many bytes. The last `@` counts: a password may have one in it.
    private mutating func hideAddress(behind count: Int) {
        copy(to: place + count)
        var (colon, at): (Int?, Int?)
        for index in place..<input.count {
            let byte = input[index]
            if byte <= 0x20 || isQuote(byte) || "/\\<>".utf8.contains(byte) { break }
            if byte == UInt8(ascii: ":"), colon == nil { colon = index }
            if byte == UInt8(ascii: "@") { at = index }
        }
        guard let colon, let at, at > colon + 1 else { return }
        copy(to: colon + 1)
        hide(to: at)
    }

    // MARK: Bytes

    mutating func copy(to end: Int) {
        output += input[place..<end]
        place = end
    }

    mutating func endLine() {
        if output.last != UInt8(ascii: "\n") { output.append(UInt8(ascii: "\n")) }
    }

    mutating func hide(to end: Int) {
        // Hidden already, by whoever wrote it or by an earlier export.
        let marked = place + Redaction.mark.utf8.count
        if end <= marked, starts(with: Redaction.mark) { return copy(to: marked) }
        output += Array(Redaction.mark.utf8)
        place = end
        hidAnything = true
    }

    func starts(with text: String, at place: Int? = nil) -> Bool {
        let place = place ?? self.place
        return place < input.count && input[place] == text.utf8.first
            && input[place...].starts(with: text.utf8)
    }

    /// A key block may begin in the middle of what looks like a word: `\n-----BEGIN`.
    private func endOfWord(from start: Int) -> Int {
        var end = start
        while end < input.count, SecretName.isWordByte(input[end]) {
            if end > start, input[end] == UInt8(ascii: "-"), starts(with: Self.keyBegin, at: end) {
                break
            }
            end += 1
        }
        return end
    }

    func skipBlanks(_ index: Int) -> Int {
        var index = index
        while index < input.count, input[index] == 0x20 || input[index] == 0x09 { index += 1 }
        return index
    }

    func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 || byte == 0x60 }
}
