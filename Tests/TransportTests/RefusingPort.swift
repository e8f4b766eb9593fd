// A port that refuses: bound, so that no other test takes it, and never listened at.
import Glibc

/// Holds the port as long as it lives.
final class RefusingPort {
    let number: Int
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bare in
                bind(descriptor, bare, size) == 0 && getsockname(descriptor, bare, &size) == 0
            }
        }
        guard isBound else { throw NoPort() }
        number = Int(UInt16(bigEndian: address.sin_port))
    }

    private struct NoPort: Error {}

    deinit { close(descriptor) }
}
