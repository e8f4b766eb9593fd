// JSON values that follow each other, cut anywhere: a plain answer, an answer by lines, and an array of errors.

/// Finds where JSON objects and arrays begin and end, without reading them. What stands between them is left out:
/// white space, commas, and whatever else a server puts there.
struct ValueStreamReader: Equatable, Sendable {
    /// More bytes than a value may have.
    struct TooLong: Error, Equatable, Sendable {
        var limit: Int
    }

    private var value: [UInt8] = []
    private var depth = 0
    private var isInText = false
    private var isEscaped = false
    let maximumBytes: Int

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// A value has begun and is not over.
    var isInside: Bool { depth > 0 }

    /// The whole values that are complete with these bytes, each the text of one.
    mutating func take(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [[UInt8]] {
        var values: [[UInt8]] = []
        for byte in bytes {
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
            } else {
                switch byte {
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    guard depth > 0 else { continue }
                    depth -= 1
                    if depth == 0 {
                        values.append(value + [byte])
                        value = []
                        continue
                    }
                case UInt8(ascii: "\""): isInText = depth > 0
                default: break
                }
            }
            guard depth > 0 else { continue }
            guard value.count < maximumBytes else { throw TooLong(limit: maximumBytes) }
            value.append(byte)
        }
        return values
    }
}
