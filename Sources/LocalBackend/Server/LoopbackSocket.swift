// The listening socket is made here: the one that NIO makes goes on into every child process, and the port with it.

import Glibc

/// A TCP socket bound to 127.0.0.1, which child processes don't get. Whoever gets it closes it.
///
/// - Parameter port: 0 for any free one.
func boundLoopbackSocket(port: Int) throws(LocalServerError) -> Int32 {
    guard let port = in_port_t(exactly: port) else { throw .failed("there is no port \(port)") }
    let descriptor = socket(AF_INET, Int32(bitPattern: SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .failed("socket: errno \(errno)") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    // Connections of a server before us may still be ending.
    var reuse: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    let code = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard code == 0 else {
        let reason = errno
        close(descriptor)
        throw reason == EADDRINUSE ? .portTaken(Int(port)) : .failed("bind: errno \(reason)")
    }
    return descriptor
}

/// A TCP socket bound to an address of this machine, or to a name of one; child processes don't get it.
func boundSocket(host: String, port: Int) throws(LocalServerError) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, "\(port)", &hints, &found)
    guard code == 0, let address = found else {
        throw .failed("\(host): \(String(cString: gai_strerror(code)))")
    }
    defer { freeaddrinfo(found) }
    let kind = Int32(bitPattern: SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.pointee.ai_family, kind, 0)
    guard descriptor >= 0 else { throw .failed("socket: \(String(cString: strerror(errno)))") }
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 else {
        let reason = errno
        close(descriptor)
        throw reason == EADDRINUSE ? .portTaken(port) : .failed("\(host): \(String(cString: strerror(reason)))")
    }
    return descriptor
}
