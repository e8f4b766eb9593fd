// Reads a server's websocket frames (RFC 6455 §5) out of its bytes: no channel, no clock, one message at a time.
import Transport

/// A rule that the server broke. What came before it is still good.
enum WebSocketViolation: Error, Equatable {
    /// A data frame inside a fragmented message, a continuation of nothing, a control frame that is too long or in
    /// pieces, a length beyond 2^63, a close frame that says nothing sensible.
    case malformed
    /// The mask bit, or a reserved bit of an extension that nobody agreed on.
    case maskedOrCompressed
    /// A reserved opcode.
    case unknownKind
    /// A message beyond the limit; known from its header, before it is held.
    case tooLarge
}

/// The state between frames: the message that is in pieces, if there is one.
///
/// A frame is read when all of it is there; its header is judged as soon as it is there. UTF-8 is not validated.
struct WebSocketFrameParser: Equatable {
    enum Item: Equatable {
        case text([UInt8])
        case binary([UInt8])
        case ping([UInt8])
        case pong
        /// `code` is nil when the frame was empty.
        case close(code: Int?, reason: String)
    }

    private enum Opcode: UInt8 {
        case continuation = 0
        case text = 1
        case binary = 2
        case close = 8
        case ping = 9
        case pong = 10

        var isControl: Bool { rawValue & 8 != 0 }
    }

    private struct Header {
        var opcode: Opcode
        var isFinal: Bool
        var length: Int
        /// Where the content begins.
        var end: Int
    }

    private struct Fragments: Equatable {
        var isText: Bool
        var bytes: [UInt8]
    }

    private let limit: Int
    private var fragments: Fragments?

    private static let maximumControlBytes = 125

    /// - Parameter limit: bytes of a message, all its fragments together.
    init(maximumMessageBytes limit: Int) {
        self.limit = limit
    }

    /// The next message or control frame in `bytes` from `offset` on, which moves behind what was read; nil when more
    /// bytes have to come. What is left then has to stand at the start of the next call's bytes.
    mutating func next(
        _ bytes: UnsafeRawBufferPointer, _ offset: inout Int
    ) throws(WebSocketViolation) -> Item? {
        while let header = try header(bytes, offset) {
            guard header.length <= bytes.count - header.end else { return nil }
            let content = UnsafeRawBufferPointer(rebasing: bytes[header.end..<header.end + header.length])
            offset = header.end + header.length
            if let item = try read(header, content) { return item }
        }
        return nil
    }

    /// The header at `offset`, found fit to go on; nil when it is not all there.
    private func header(_ bytes: UnsafeRawBufferPointer, _ offset: Int) throws(WebSocketViolation) -> Header? {
        guard bytes.count - offset >= 2 else { return nil }
        let (first, second) = (bytes[offset], bytes[offset + 1])
        guard first & 0x70 == 0, second & 0x80 == 0 else { throw .maskedOrCompressed }
        guard let opcode = Opcode(rawValue: first & 0x0F) else { throw .unknownKind }
        let isFinal = first & 0x80 != 0
        var (length, end) = (Int(second), offset + 2)
        if opcode.isControl {
            guard isFinal, length <= Self.maximumControlBytes else { throw .malformed }
        } else {
            guard (opcode == .continuation) == (fragments != nil) else { throw .malformed }
            if length > 125 {
                let width = length == 126 ? 2 : 8
                guard bytes.count - end >= width else { return nil }
                // Longer forms than needed are let pass, as by most peers.
                guard let number = Self.length(bytes, end, width) else { throw .malformed }
                (length, end) = (number, end + width)
            }
            guard length <= limit - (fragments?.bytes.count ?? 0) else { throw .tooLarge }
        }
        return Header(opcode: opcode, isFinal: isFinal, length: length, end: end)
    }

    private static func length(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _ width: Int) -> Int? {
        if width == 2 { return Int(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))) }
        return Int(exactly: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
    }

    /// What a whole frame brings; nil for a piece of a message.
    private mutating func read(
        _ header: Header, _ content: UnsafeRawBufferPointer
    ) throws(WebSocketViolation) -> Item? {
        switch header.opcode {
        case .text, .binary:
            let isText = header.opcode == .text
            guard header.isFinal else {
                fragments = Fragments(isText: isText, bytes: Array(content))
                return nil
            }
            return isText ? .text(Array(content)) : .binary(Array(content))
        case .continuation:
            fragments?.bytes.append(contentsOf: content)
            guard header.isFinal, let whole = fragments else { return nil }
            fragments = nil
            return whole.isText ? .text(whole.bytes) : .binary(whole.bytes)
        case .ping: return .ping(Array(content))
        case .pong: return .pong
        case .close: return try Self.close(content)
        }
    }

    private static func close(_ content: UnsafeRawBufferPointer) throws(WebSocketViolation) -> Item {
        guard !content.isEmpty else { return .close(code: nil, reason: "") }
        guard content.count >= 2 else { throw .malformed }
        let code = Int(content[0]) << 8 | Int(content[1])
        // RFC 6455 §7.4: 1004 to 1006 never travel; 1012 to 1014 were registered later; from 3000 on they are free.
        switch code {
        case 1_000...1_003, 1_007...1_014, 3_000...4_999: break
        default: throw .malformed
        }
        return .close(code: code, reason: String(decoding: content.dropFirst(2), as: UTF8.self))
    }
}
