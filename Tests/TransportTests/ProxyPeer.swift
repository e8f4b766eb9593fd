// Proxies for the tests, byte by byte: CONNECT and SOCKS 5, that let through, refuse, talk nonsense or die.
import Glibc
import Synchronization
import TestSupport

/// A proxy on a free port of 127.0.0.1. Whatever name it is asked for, it connects to loopback.
final class ProxyPeer: Sendable {
    enum Manner: Sendable {
        /// CONNECT; with a header's value, only for those who send it.
        case tunnel(authorization: String? = nil)
        /// Answers every request with this, and hangs up.
        case answer(String)
        /// Hangs up on every request.
        case hangUp
        /// Reads and says nothing.
        case silent
        /// SOCKS 5, with the method that it picks and the reply that it gives.
        case socks(method: UInt8 = 0, reply: UInt8 = 0)
    }

    private final class Log: Sendable {
        let entries = Mutex<[String]>([])
    }

    private let peer: LoopbackPeer
    private let log = Log()

    var port: Int { peer.port }
    /// What it was asked to connect to, as `host:port`.
    var targets: [String] { log.entries.withLock { $0 } }

    init(_ manner: Manner) throws {
        let log = log
        peer = try LoopbackPeer { socket in
            switch manner {
            case .tunnel(let authorization): try Self.connect(socket, authorization, log)
            case .answer(let text):
                _ = try socket.readHead()
                try socket.write(text)
            case .hangUp: _ = try socket.readHead()
            case .silent: socket.waitForEnd()
            case .socks(let method, let reply): try Self.socks(socket, method, reply, log)
            }
        }
    }

    private static func connect(_ socket: PeerSocket, _ authorization: String?, _ log: Log) throws {
        let lines = try socket.readHead().split(separator: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count == 3, words[0] == "CONNECT" else {
            try socket.write("HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n")
            return
        }
        let sent = lines.first { $0.lowercased().hasPrefix("proxy-authorization: ") }?.dropFirst(21)
        guard authorization == nil || sent.map(String.init) == authorization else {
            try socket.write("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno")
            socket.waitForEnd()
            return
        }
        log.entries.withLock { $0.append(String(words[1])) }
        try relay(socket, to: String(words[1])) { try socket.write("HTTP/1.1 200 Fine\r\nX: y\r\n\r\n") }
    }

    private static func socks(_ socket: PeerSocket, _ method: UInt8, _ reply: UInt8, _ log: Log) throws {
        let greeting = try socket.read(2)
        _ = try socket.read(Int(greeting[1]))
        try socket.write([5, method])
        guard method == 0 else {
            socket.waitForEnd()
            return
        }
        let request = try socket.read(4)
        let host: String
        switch request[3] {
        case 1: host = try socket.read(4).map(String.init).joined(separator: ".")
        case 3: host = String(decoding: try socket.read(Int(try socket.read(1)[0])), as: UTF8.self)
        default:
            _ = try socket.read(16)
            host = "[::1]"
        }
        let port = try socket.read(2).reduce(0) { $0 << 8 | Int($1) }
        log.entries.withLock { $0.append("\(host):\(port)") }
        let answer = [5, reply, 0, 1, 0, 0, 0, 0, 0, 0]
        guard reply == 0 else {
            try socket.write(answer)
            return
        }
        try relay(socket, to: "\(host):\(port)") { try socket.write(answer) }
    }

    /// Connects to loopback on the port, says so, and passes bytes on until one side ends.
    private static func relay(_ socket: PeerSocket, to target: String, _ connected: () throws -> Void) throws {
        guard let colon = target.lastIndex(of: ":"), let port = UInt16(target[colon...].dropFirst()) else { return }
        let server = try target.hasPrefix("[") ? dialIPv6(port) : dialIPv4(String(target[..<colon]), port)
        defer { close(server) }
        try connected()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            var waiting = [
                pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waiting, 2, 10_000) > 0 else { return }
            for (from, to) in [(0, 1), (1, 0)] where waiting[from].revents != 0 {
                let count = recv(waiting[from].fd, &buffer, buffer.count, 0)
                guard count > 0 else { return }
                try PeerSocket(descriptor: waiting[to].fd).write(Array(buffer[..<count]))
            }
        }
    }

    private static func dialIPv4(_ host: String, _ port: UInt16) throws -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        if inet_pton(AF_INET, host, &address.sin_addr) != 1 {
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        }
        return try dial(AF_INET, &address)
    }

    private static func dialIPv6(_ port: UInt16) throws -> Int32 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        address.sin6_addr = in6addr_loopback
        return try dial(AF_INET6, &address)
    }

    private static func dial<Address>(_ family: Int32, _ address: inout Address) throws -> Int32 {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard code == 0 else {
            close(descriptor)
            throw POSIXFailure(call: "connect", code: errno)
        }
        return descriptor
    }
}
