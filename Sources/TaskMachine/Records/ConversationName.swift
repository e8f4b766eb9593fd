// The ids of conversations: sortable by time, unlikely to meet, easy to type the beginning of.

/// `20261125-181902-3f9a2c`: the day and the second in UTC, and six digits of chance.
public enum ConversationName {
    /// - Parameters:
    ///   - seconds: since 1970.
    ///   - chance: anything random.
    public static func make(seconds: Int, chance: UInt64) -> String {
        let time = UniversalTime(seconds: seconds)
        let random = String(chance & 0xFF_FFFF, radix: 16)
        return time.day.filter { $0 != "-" } + "-" + time.clock.filter { $0 != ":" } + "-"
            + String(repeating: "0", count: 6 - random.count) + random
    }

    /// Whether a text may be an id: lower-case letters, digits and dashes, so that it never leads out of its folder.
    public static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}
