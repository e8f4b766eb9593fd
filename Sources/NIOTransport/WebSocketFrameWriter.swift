// Writes a client's websocket frames (RFC 6455 §5.2, §5.3): whole messages, masked.
import NIOCore
import Transport

/// Frames of ours, in bytes.
enum WebSocketFrameWriter {
    enum Opcode: UInt8 {
        case text = 1, binary = 2, close = 8, ping = 9, pong = 10
    }

    /// More than the longest header.
    private static let headerBytes = 16

    /// All of these messages, ready for the socket.
    static func frames(_ messages: [WebSocketMessage], _ allocator: ByteBufferAllocator) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: messages.reduce(0) { $0 + headerBytes + $1.bytes.count })
        for message in messages {
            switch message {
            case .text(let bytes): write(.text, bytes, to: &buffer)
            case .binary(let bytes): write(.binary, bytes, to: &buffer)
            }
        }
        return buffer
    }

    /// Appends one frame. The mask is chance: else a page's content could speak to a proxy on the way (§10.3).
    static func write(
        _ opcode: Opcode, _ bytes: [UInt8], to buffer: inout ByteBuffer, mask: UInt32 = .random(in: 0...UInt32.max)
    ) {
        buffer.writeInteger(0x80 | opcode.rawValue)
        switch bytes.count {
        case ..<126: buffer.writeInteger(0x80 | UInt8(bytes.count))
        case ..<65_536:
            buffer.writeInteger(0x80 | 126 as UInt8)
            buffer.writeInteger(UInt16(bytes.count))
        default:
            buffer.writeInteger(0x80 | 127 as UInt8)
            buffer.writeInteger(UInt64(bytes.count))
        }
        buffer.writeInteger(mask)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: bytes.count) { space in
            let content = UnsafeMutableRawBufferPointer(rebasing: space[..<bytes.count])
            content.copyBytes(from: bytes)
            withUnsafeBytes(of: mask.bigEndian) { mask in
                for place in content.indices { content[place] ^= mask[place & 3] }
            }
            return bytes.count
        }
    }
}

extension WebSocketMessage {
    fileprivate var bytes: [UInt8] {
        switch self {
        case .text(let bytes), .binary(let bytes): bytes
        }
    }
}
