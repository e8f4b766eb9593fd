// A relay on loopback between a client and a server that passes every byte on, and strikes once.
import Glibc
import Synchronization
import TestSupport

/// Listens on a free port of 127.0.0.1 and passes on what comes, on a thread of its own, until `stop`.
final class FaultRelay: Sendable {
    struct Counts: Equatable, Sendable {
        var toServer = 0
        var toClient = 0
        var hasStruck = false
    }

    let port: Int
    private let counts: Mutex<Counts>
    private let stopSignal: Int32

    init(to serverPort: Int, fault: Fault? = nil) throws {
        let listener = try loopbackSocket()
        var address = loopbackAddress(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard isListening else { throw POSIXFailure(call: "listen", code: errno) }
        port = Int(UInt16(bigEndian: address.sin_port))
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw POSIXFailure(call: "pipe", code: errno) }
        stopSignal = ends[1]
        counts = Mutex(Counts())
        let stopped = ends[0]
        onThread { [self] in
            var traffic = Traffic(
                listener: listener, stopped: stopped, serverPort: serverPort, fault: fault,
                counted: { new in self.counts.withLock { $0 = new } })
            traffic.run()
        }
    }

    /// What has passed.
    var passed: Counts { counts.withLock { $0 } }

    /// Closes everything. To be called once.
    func stop() { close(stopSignal) }
}

/// The relay's thread.
private struct Traffic {
    private struct Line {
        let client: Int32
        let server: Int32
        var clientEnded = false
        var serverEnded = false
        var isSilent = false
        var isOver = false
    }

    let listener: Int32
    let stopped: Int32
    let serverPort: Int
    let fault: Fault?
    let counted: (FaultRelay.Counts) -> Void
    private var lines: [Line] = []
    private var counts = FaultRelay.Counts()

    init(
        listener: Int32, stopped: Int32, serverPort: Int, fault: Fault?, counted: @escaping (FaultRelay.Counts) -> Void
    ) {
        self.listener = listener
        self.stopped = stopped
        self.serverPort = serverPort
        self.fault = fault
        self.counted = counted
    }

    mutating func run() {
        while true {
            var watched = [listener, stopped].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            var places: [(line: Int, direction: Fault.Direction)] = []
            for (place, line) in lines.enumerated() {
                if !line.clientEnded {
                    watched.append(pollfd(fd: line.client, events: Int16(POLLIN), revents: 0))
                    places.append((place, .toServer))
                }
                if !line.serverEnded {
                    watched.append(pollfd(fd: line.server, events: Int16(POLLIN), revents: 0))
                    places.append((place, .toClient))
                }
            }
            guard poll(&watched, nfds_t(watched.count), -1) > 0 else { continue }
            if watched[1].revents != 0 { break }
            for (watch, place) in zip(watched.dropFirst(2), places) where watch.revents != 0 {
                carry(place.line, place.direction)
            }
            lines.removeAll(where: \.isOver)
            if watched[0].revents != 0 { accept() }
        }
        for place in lines.indices { finish(place) }
        close(listener)
        close(stopped)
    }

    private mutating func accept() {
        let client = Glibc.accept(listener, nil, nil)
        guard client >= 0 else { return }
        guard let server = try? loopbackSocket() else {
            close(client)
            return
        }
        var address = loopbackAddress(port: serverPort)
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        for descriptor in [client, server] {
            var one: Int32 = 1
            setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        }
        lines.append(Line(client: client, server: server))
        if !isConnected { finish(lines.count - 1) }
    }

    private mutating func carry(_ place: Int, _ direction: Fault.Direction) {
        guard !lines[place].isOver else { return }
        let (source, target) =
            direction == .toServer
            ? (lines[place].client, lines[place].server) : (lines[place].server, lines[place].client)
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let got = recv(source, &bytes, bytes.count, 0)
        guard got > 0 else {
            if got < 0 { return finish(place, byReset: true) }
            if direction == .toServer { lines[place].clientEnded = true } else { lines[place].serverEnded = true }
            if lines[place].isSilent { return }
            shutdown(target, Int32(SHUT_WR))
            if lines[place].clientEnded, lines[place].serverEnded { finish(place) }
            return
        }
        guard !lines[place].isSilent else { return }
        pass(bytes[..<got], to: target, place, direction)
    }

    private mutating func pass(_ bytes: ArraySlice<UInt8>, to target: Int32, _ place: Int, _ direction: Fault.Direction)
    {
        let before = direction == .toServer ? counts.toServer : counts.toClient
        if direction == .toServer { counts.toServer += bytes.count } else { counts.toClient += bytes.count }
        defer { counted(counts) }
        guard let fault, !counts.hasStruck, fault.direction == direction,
            (before..<before + bytes.count).contains(fault.offset)
        else { return send(bytes, to: target) }
        counts.hasStruck = true
        let struck = bytes.startIndex + fault.offset - before
        send(bytes[..<struck], to: target)
        switch fault.kind {
        case .reset: finish(place, byReset: true)
        case .end: finish(place)
        case .delay:
            poll(nil, 0, 3)
            send(bytes[struck...], to: target)
        case .split:
            poll(nil, 0, 1)
            send(bytes[struck...struck], to: target)
            poll(nil, 0, 1)
            send(bytes[(struck + 1)...], to: target)
        case .duplicate: send([bytes[struck]] + bytes[struck...], to: target)
        case .silence: lines[place].isSilent = true
        }
    }

    /// What a socket does not take is lost with it: its other end will say so.
    private func send(_ bytes: ArraySlice<UInt8>, to target: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private mutating func finish(_ place: Int, byReset: Bool = false) {
        guard !lines[place].isOver else { return }
        lines[place].isOver = true
        for descriptor in [lines[place].client, lines[place].server] {
            if byReset {
                var linger = linger(l_onoff: 1, l_linger: 0)
                setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
            }
            close(descriptor)
        }
    }
}

private func loopbackSocket() throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw POSIXFailure(call: "socket", code: errno) }
    return descriptor
}

private func loopbackAddress(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = UInt16(port).bigEndian
    return address
}
