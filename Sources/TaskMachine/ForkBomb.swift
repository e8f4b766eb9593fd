// A function that calls itself twice and does not wait.

/// `:(){ :|:& };:` under any name.
enum ForkBomb {
    static func range(in bytes: [UInt8]) -> Range<Int>? {
        let dense = bytes.indices.filter { ![0x20, 0x09, 0x0A, 0x0D].contains(bytes[$0]) }
        let text = dense.map { bytes[$0] }
        let head = Array("(){".utf8)
        guard text.count > head.count else { return nil }
        for index in 0...(text.count - head.count) where text[index..<index + head.count].elementsEqual(head) {
            let name = text[..<index].reversed().prefix { byte in
                byte == UInt8(ascii: ":") || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
                    || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            }.reversed()
            let bomb = Array(name) + [UInt8(ascii: "|")] + Array(name) + [UInt8(ascii: "&")]
            guard !name.isEmpty, text[index...].starts(with: head + bomb) else { continue }
            return dense[index - name.count]..<dense[index + head.count + bomb.count - 1] + 1
        }
        return nil
    }
}
