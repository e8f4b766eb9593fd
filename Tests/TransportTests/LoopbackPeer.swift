// The other end of a real socket, played by the test: every byte it gets and gives is in the test's hands.
import Glibc
import TestSupport
import Transport

/// Listens on a free port of 127.0.0.1 and plays a script for each connection, on a thread of its own.
final class LoopbackPeer: Sendable {
    let port: Int
    private let listener: Int32

    /// - Parameters:
    ///   - family: `AF_INET6` listens on ::1 instead.
    ///   - script: gets the connections in order; a connection is closed when its script ends.
    init(family: Int32 = AF_INET, _ script: @escaping @Sendable (PeerSocket) throws -> Void) throws {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw POSIXFailure(call: "socket", code: errno) }
        let port = family == AF_INET6 ? Self.listenOnIPv6(descriptor) : Self.listenOnIPv4(descriptor)
        guard let port else {
            close(descriptor)
            throw POSIXFailure(call: "bind", code: errno)
        }
        listener = descriptor
        self.port = Int(port)
        // Note: the thread closes the socket. Closed by anybody else, its number could be another listener's before the
        // thread gets to accept, and its connections would be taken from it.
        onThread {
            defer { close(descriptor) }
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                onThread {
                    defer { close(connection) }
                    // A script that fails closes its connection: the client's expectations then say what is missing.
                    try? script(PeerSocket(descriptor: connection))
                }
            }
        }
    }

    private static func listenOnIPv4(_ descriptor: Int32) -> UInt16? {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return listens(descriptor, &address) ? UInt16(bigEndian: address.sin_port) : nil
    }

    private static func listenOnIPv6(_ descriptor: Int32) -> UInt16? {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_addr = in6addr_loopback
        return listens(descriptor, &address) ? UInt16(bigEndian: address.sin6_port) : nil
    }

    /// Leaves the address with its port in `address`.
    private static func listens<Address>(_ descriptor: Int32, _ address: inout Address) -> Bool {
        var size = socklen_t(MemoryLayout<Address>.size)
        return withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, $0, &size) == 0
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }
}

/// One accepted connection; calls block, for at most ten seconds.
struct PeerSocket: Sendable {
    let descriptor: Int32

    struct Ended: Error {}

    func read(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var one = [UInt8](repeating: 0, count: count - bytes.count)
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 10_000) > 0 else { throw Ended() }
            let got = recv(descriptor, &one, one.count, 0)
            guard got > 0 else { throw Ended() }
            bytes += one[..<got]
        }
        return bytes
    }

    /// A request's head, up to its empty line.
    func readHead() throws -> String {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) { head += try read(1) }
        return String(decoding: head, as: UTF8.self)
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Ended() }
            sent += count
        }
    }

    /// Waits for the other side to close.
    func waitForEnd() {
        while (try? read(1)) != nil {}
    }

    /// Closes so that the other side gets a reset instead of an end.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }
}

extension WebSocketConnection {
    /// The messages one by one, no faster than they are read.
    var events: AsyncFlatMapSequence<AsyncStream<[WebSocketEvent]>, AsyncStream<WebSocketEvent>> {
        messages.flatMap { batch in
            AsyncStream { single in
                for event in batch { single.yield(event) }
                single.finish()
            }
        }
    }

    func send(_ message: WebSocketMessage) async throws(TransportError) { try await send([message]) }
}
