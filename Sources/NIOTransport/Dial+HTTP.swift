// What ended an HTTP exchange before its request was sent, by the part of the way where it happened.
import AsyncHTTPClient
import NIOCore
import NIOSOCKS
import NIOSSL
import Transport

extension Dial {
    /// Nil when the error is not about the way to the server.
    func failure(_ error: any Error, for request: HTTPRequest) -> TransportError? {
        if let failure = unconnected(error, seconds: HTTPClients.connectSeconds) { return failure }
        switch error {
        case let error as HTTPClientError: return failure(error, seconds: request.timeoutSeconds)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            return .tls(TLSFailure(host: address.authority, cause: TLSFailure.Cause(handshake: error)))
        default:
            if let proxy { return .proxy(proxy.failed(proxy.cause(of: error))) }
            return address.isSecure ? .tls(TLSFailure(host: address.authority, cause: .closed)) : nil
        }
    }

    private func failure(_ error: HTTPClientError, seconds: Int) -> TransportError? {
        switch error {
        case .connectTimeout: lateness(.connecting, seconds: HTTPClients.connectSeconds)
        case .deadlineExceeded, .getConnectionFromPoolTimeout: lateness(.connecting, seconds: seconds)
        case .tlsHandshakeTimeout: lateness(.securing, seconds: HTTPClients.connectSeconds)
        case .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            lateness(.tunnelling, seconds: HTTPClients.connectSeconds)
        case .proxyAuthenticationRequired:
            proxy.map { .proxy($0.failed($0.credentials == nil ? .credentialsWanted : .credentialsRefused)) }
        // Both are told without the reason.
        case .invalidProxyResponse, .remoteConnectionClosed:
            if let proxy {
                .proxy(proxy.failed(.closed))
            } else if address.isSecure {
                .tls(TLSFailure(host: address.authority, cause: .closed))
            } else {
                nil
            }
        default: nil
        }
    }
}
