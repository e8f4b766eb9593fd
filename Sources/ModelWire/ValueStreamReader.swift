// JSON values that follow each other, cut anywhere: a plain answer, an answer by lines, and an array of errors.

import JSON

/// Finds where JSON objects and arrays begin and end, without reading them. What stands between them is left out:
/// white space, commas, and whatever else a server puts there.
struct ValueStreamReader: Equatable, Sendable {
    /// More bytes than a value may have.
    struct TooLong: Error, Equatable, Sendable {
        var limit: Int
    }

    private var value: [UInt8] = []
    private var walk = JSONWalk()
    let maximumBytes: Int

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// A value has begun and is not over.
    var isInside: Bool { walk.depth > 0 }

    /// The whole values that are complete with these bytes, each the text of one.
    mutating func take(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [[UInt8]] {
        var values: [[UInt8]] = []
        for byte in bytes {
            // Between values a quotation mark is what a server puts there.
            guard isInside || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else { continue }
            let step = walk.take(byte)
            if step == .closed, !isInside {
                values.append(value + [byte])
                value = []
                continue
            }
            guard value.count < maximumBytes else { throw TooLong(limit: maximumBytes) }
            value.append(byte)
        }
        return values
    }
}
