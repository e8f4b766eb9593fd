// Git's patches of files that are not text: compressed bytes or a delta, in base 85.

/// What makes one file of another, and, if the patch has it, what takes it back.
///
/// Note: the bytes are deflated (zlib, RFC 1950). This module has no inflate; who applies brings one.
public struct BinaryPatch: Hashable, Sendable {
    public enum Method: Hashable, Sendable {
        /// The result itself.
        case literal
        /// Instructions of a git pack's delta: copy from the base, insert.
        case delta
    }

    public struct Half: Hashable, Sendable {
        public var method: Method
        /// Bytes once inflated.
        public var size: Int
        public var deflated: [UInt8]

        public init(method: Method, size: Int, deflated: [UInt8]) {
            self.method = method
            self.size = size
            self.deflated = deflated
        }
    }

    public enum Refusal: Error, Hashable, Sendable {
        /// The bytes do not inflate to what the patch says.
        case damaged
        /// A delta against other bytes than these.
        case otherBase
        /// More bytes than `PatchLimits.binaryBytes`.
        case tooLarge
    }

    public var forward: Half
    public var backward: Half?

    public init(forward: Half, backward: Half? = nil) {
        self.forward = forward
        self.backward = backward
    }

    /// The patch that takes this one back; `nil` where it came without that half.
    public var reversed: BinaryPatch? { backward.map { BinaryPatch(forward: $0, backward: forward) } }

    /// The file that comes of `base`. `inflate` gets deflated bytes and how many it has to give; `nil` when it cannot.
    public func result(
        of base: [UInt8], limit: Int = PatchLimits().binaryBytes, inflate: ([UInt8], Int) -> [UInt8]?
    ) throws(Refusal) -> [UInt8] {
        guard forward.size <= limit else { throw .tooLarge }
        guard let bytes = inflate(forward.deflated, forward.size), bytes.count == forward.size else { throw .damaged }
        switch forward.method {
        case .literal: return bytes
        case .delta: return try Self.applied(bytes, to: base, limit: limit)
        }
    }

    /// Applies a delta (gitformat-pack(5), "Deltified representation").
    static func applied(_ delta: [UInt8], to base: [UInt8], limit: Int) throws(Refusal) -> [UInt8] {
        var rest = delta[...]
        guard let baseSize = size(&rest), let resultSize = size(&rest) else { throw .damaged }
        guard baseSize == base.count else { throw .otherBase }
        guard resultSize <= limit else { throw .tooLarge }
        var result: [UInt8] = []
        result.reserveCapacity(resultSize)
        while let order = rest.popFirst() {
            if order & 0x80 != 0 {
                guard let offset = number(&rest, bytes: 4, given: order),
                    let count = number(&rest, bytes: 3, given: order >> 4)
                else { throw .damaged }
                let length = count == 0 ? 0x1_0000 : count
                guard offset + length <= base.count, result.count + length <= resultSize else { throw .damaged }
                result += base[offset..<offset + length]
            } else {
                guard order > 0, rest.count >= Int(order), result.count + Int(order) <= resultSize else {
                    throw .damaged
                }
                result += rest.prefix(Int(order))
                rest = rest.dropFirst(Int(order))
            }
        }
        guard result.count == resultSize else { throw .damaged }
        return result
    }

    private static func size(_ rest: inout ArraySlice<UInt8>) -> Int? {
        var (value, shift) = (0, 0)
        while let byte = rest.popFirst(), shift < 56 {
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
        }
        return nil
    }

    /// Little-endian, of the bytes whose bits are set in `given`.
    private static func number(_ rest: inout ArraySlice<UInt8>, bytes: Int, given: UInt8) -> Int? {
        var value = 0
        for byte in 0..<bytes where given >> UInt8(byte) & 1 != 0 {
            guard let next = rest.popFirst() else { return nil }
            value |= Int(next) << (8 * byte)
        }
        return value
    }
}

/// Git's base 85: five digits for four bytes, most significant first.
enum Base85 {
    static let digits = Array(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~".utf8)
    /// The value of each byte; 0xFF for none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()

    /// One line of a binary patch: a letter for how many bytes, then their digits, filled up to five.
    static func decoded(line: ArraySlice<UInt8>) -> [UInt8]? {
        guard let letter = line.first else { return nil }
        let count: Int
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): count = Int(letter) - Int(UInt8(ascii: "A")) + 1
        case UInt8(ascii: "a")...UInt8(ascii: "z"): count = Int(letter) - Int(UInt8(ascii: "a")) + 27
        default: return nil
        }
        let text = line.dropFirst()
        guard text.count == (count + 3) / 4 * 5 else { return nil }
        var result: [UInt8] = []
        var rest = text
        while !rest.isEmpty {
            var value: UInt64 = 0
            for digit in rest.prefix(5) {
                let own = values[Int(digit)]
                guard own != 0xFF else { return nil }
                value = value * 85 + UInt64(own)
            }
            guard value <= UInt64(UInt32.max) else { return nil }
            for shift in [24, 16, 8, 0] { result.append(UInt8(value >> UInt64(shift) & 0xFF)) }
            rest = rest.dropFirst(5)
        }
        return Array(result.prefix(count))
    }
}
