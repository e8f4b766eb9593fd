// Errors of NIO and AsyncHTTPClient in the words of `TransportError`. Nothing of the request but its host is repeated.
import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Transport

extension TransportError {
    /// What ended an HTTP exchange.
    init(_ error: any Error, for request: HTTPRequest) {
        let host = NetworkAddress(request.url)?.authority ?? "the server"
        if let error = error as? HTTPClientError {
            self.init(error, host: host, seconds: request.timeoutSeconds)
        } else if error is ResponseAccumulator.ResponseTooBigError {
            self = .tooLarge(limit: request.maximumBodyBytes)
        } else {
            self.init(error, host: host, seconds: request.timeoutSeconds)
        }
    }

    private init(_ error: HTTPClientError, host: String, seconds: Int) {
        switch error {
        case .invalidURL, .emptyHost, .emptyScheme: self = .invalidURL("not an http or https URL")
        case .cancelled, .requestStreamCancelled: self = .cancelled
        case .alreadyShutdown: self = .closed
        case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .tlsHandshakeTimeout,
            .getConnectionFromPoolTimeout:
            self = .timedOut(seconds: seconds)
        case .remoteConnectionClosed: self = .interrupted("\(host) closed the connection")
        default: self = .protocolViolation("\(host): \(error.shortDescription)")
        }
    }

    /// What ended a connection.
    init(_ error: any Error, host: String, seconds: Int) {
        switch error {
        case let error as TransportError: self = error
        case is CancellationError: self = .cancelled
        case let error as NIOConnectionError: self = .unreachable("\(host): \(Self.cause(of: error))")
        case ChannelError.connectTimeout: self = .timedOut(seconds: seconds)
        case let error as IOError: self = Self.named(error, host: host)
        case HTTPParserError.invalidEOFState: self = .interrupted("\(host) closed the connection")
        case let error as HTTPParserError: self = .protocolViolation("\(host) does not speak HTTP: \(error)")
        case is ChannelError: self = .interrupted("\(host) closed the connection")
        default: self = .interrupted("\(host): \(String(describing: type(of: error)))")
        }
    }

    private static func named(_ error: IOError, host: String) -> TransportError {
        let text = "\(host): \(words(of: error))"
        return error.isConnectFailure ? .unreachable(text) : .interrupted(text)
    }

    private static func words(of error: IOError) -> String { String(cString: strerror(error.errnoCode)) }

    private static func cause(of error: NIOConnectionError) -> String {
        if let failure = error.connectionErrors.first {
            if let error = failure.error as? IOError { return words(of: error) }
            if case ChannelError.connectTimeout = failure.error { return "no answer in time" }
        }
        return error.dnsAError != nil || error.dnsAAAAError != nil ? "no such host" : "no connection"
    }
}

extension IOError {
    fileprivate var isConnectFailure: Bool {
        [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL, EACCES, EPERM].contains(errnoCode)
    }
}
