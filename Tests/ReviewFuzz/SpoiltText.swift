// How good input is spoilt: a bit, some bytes, a line, a number, a mark of the format.
import TestSupport

struct SpoiltText {
    /// What breaks readers of the format.
    let tokens: [[UInt8]]

    init(tokens: [String]) {
        self.tokens =
            tokens.map { Array($0.utf8) } + [[0], [0xFF], [0xC3], [0xE6, 0x97], [0x0D, 0x0A], [0x0A], [0x0D]]
    }

    /// A third as it is, the rest spoilt a few times; at times bytes from nowhere, and one in two thousand is long.
    func input(from sample: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = sample
        switch Int.random(in: 0..<2_000, using: &generator) {
        case 0:
            let piece = tokens.randomElement(using: &generator) ?? []
            for _ in 0..<Int.random(in: 1...4_000, using: &generator) { bytes += piece }
        case 1..<700: break
        case 700..<750:
            bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
        default:
            for _ in 0..<Int.random(in: 1...4, using: &generator) { spoil(&bytes, using: &generator) }
        }
        return bytes
    }

    func spoil(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(place + Int.random(in: 0...8, using: &generator), bytes.count)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: Array(bytes[place..<end]), at: end)
        case 3 where Bool.random(using: &generator): bytes.removeSubrange(place...)
        case 4, 5: spoilLine(&bytes, place, using: &generator)
        case 6: spoilNumber(&bytes, place, using: &generator)
        default: bytes.insert(contentsOf: tokens.randomElement(using: &generator) ?? [], at: place)
        }
    }

    /// A line taken out, doubled, or moved.
    private func spoilLine(_ bytes: inout [UInt8], _ place: Int, using generator: inout SeededGenerator) {
        let start = bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = bytes[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
        let line = Array(bytes[start..<end])
        if Bool.random(using: &generator) { bytes.removeSubrange(start..<end) }
        if Bool.random(using: &generator) {
            bytes.insert(contentsOf: line, at: Int.random(in: 0...bytes.count, using: &generator))
        } else {
            bytes.insert(contentsOf: line, at: min(start, bytes.count))
        }
    }

    private func spoilNumber(_ bytes: inout [UInt8], _ place: Int, using generator: inout SeededGenerator) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let start = bytes[place...].firstIndex(where: digits.contains) else { return }
        let end = bytes[start...].firstIndex { !digits.contains($0) } ?? bytes.count
        let numbers = ["0", "1", "2", "7", "999999999", "1000000000", "99999999999999999999", "007"]
        bytes.replaceSubrange(start..<end, with: Array((numbers.randomElement(using: &generator) ?? "").utf8))
    }
}
