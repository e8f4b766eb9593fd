// What a terminal says its keys send. `Terminal` fills this from terminfo; the forms of xterm, kitty and rxvt need no
// entry, `KeyDecoder` knows them.

/// Keys by the bytes that they send.
///
/// An entry wins over the built-in reading of the same bytes. Only whole escape sequences are looked up: `ESC [ …
/// final`, `ESC O x`, `ESC x`; anything else (a capability of one byte, say) is not taken up, since it would shadow
/// typed text.
public struct KeySequences: Equatable, Sendable {
    private var keys: [[UInt8]: Key] = [:]

    public init() {}

    /// Takes pairs of a terminfo string and its key; the first of two equal strings wins.
    public init(_ pairs: [(bytes: [UInt8], key: Key)]) {
        for pair in pairs where keys[pair.bytes] == nil { self[pair.bytes] = pair.key }
    }

    public subscript(bytes: [UInt8]) -> Key? {
        get { keys.isEmpty ? nil : keys[bytes] }
        set {
            guard bytes.count >= 2, bytes[0] == 0x1B else { return }
            keys[bytes] = newValue
        }
    }

    public var count: Int { keys.count }
}
