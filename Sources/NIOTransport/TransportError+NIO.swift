// Errors of NIO and AsyncHTTPClient in the words of `TransportError`. Nothing of the request but its host is repeated.
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL
import Transport

extension TransportError {
    /// What ended an HTTP exchange.
    init(_ error: any Error, for request: HTTPRequest) {
        let host = NetworkAddress(request.url)?.authority ?? "the server"
        if let error = error as? HTTPClientError {
            self.init(error, host: host, seconds: request.timeoutSeconds)
        } else if error is ResponseAccumulator.ResponseTooBigError {
            self = .tooLarge(limit: request.maximumBodyBytes)
        } else if case NIOHTTPDecompression.DecompressionError.limit = error {
            self = .tooLarge(limit: min(request.maximumBodyBytes, HTTPClients.maximumInflatedBytes))
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
        case let error as IOError: self = .interrupted("\(host): \(error.words)")
        case NIOSSLError.uncleanShutdown: self = .interrupted("\(host) closed the connection")
        case is NIOSSLError, is BoringSSLError:
            self = .interrupted("\(host): \(TLSFailure.Cause(handshake: error).word)")
        case HTTPParserError.invalidEOFState: self = .interrupted("\(host) closed the connection")
        case let error as HTTPParserError: self = .protocolViolation("\(host) does not speak HTTP: \(error)")
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            self = .protocolViolation("\(host): a compressed answer that is broken")
        case is ChannelError: self = .interrupted("\(host) closed the connection")
        default: self = .interrupted("\(host): \(String(describing: type(of: error)))")
        }
    }
}

extension TLSFailure.Cause {
    /// The library's word for what broke TLS after its handshake.
    fileprivate var word: String {
        switch self {
        case .other(let word), .noCommonProtocol(let word): word
        default: "TLS ended"
        }
    }
}
