// The end of a TLS handshake as one result, and its errors in our words.
import NIOCore
import NIOSSL
import NIOTLS
import Transport

/// Stands behind the TLS handler until the handshake is over.
final class HandshakeWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let promise: EventLoopPromise<Void>
    private let address: IPAddress?
    private var isOver = false

    /// - Parameter address: what the certificate has to name, where the TLS handler cannot know it.
    init(_ promise: EventLoopPromise<Void>, address: IPAddress?) {
        self.promise = promise
        self.address = address
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent, !isOver else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        do {
            let pipeline = context.pipeline.syncOperations
            if let address { try address.requireName(in: try pipeline.nioSSL_peerCertificate()) }
            isOver = true
            pipeline.removeHandler(context: context, promise: nil)
            promise.succeed()
        } catch {
            fail(error)
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error) }

    func channelInactive(context: ChannelHandlerContext) {
        fail(ChannelError.eof)
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { fail(ChannelError.eof) }

    private func fail(_ error: any Error) {
        guard !isOver else { return }
        isOver = true
        promise.fail(error)
    }
}

extension IPAddress {
    /// The certificate, verified otherwise, has to name this address (RFC 6125 as RFC 2818 §3.1 has it for addresses).
    func requireName(in certificate: NIOSSLCertificate?) throws {
        let isNamed = certificate?._subjectAlternativeNames().contains { name in
            name.nameType == .ipAddress && name.contents.withUnsafeBufferPointer { $0.elementsEqual(bytes) }
        }
        guard isNamed == true else { throw NIOSSLExtraError.failedToValidateHostname }
    }
}

extension TLSFailure.Cause {
    /// The chain did not verify; the library does not say why.
    static let unverified = Self.other("the certificate could not be verified")

    /// What ended a handshake.
    init(handshake error: any Error) {
        switch error {
        case let error as NIOSSLExtraError
        where error == .failedToValidateHostname || error == .serverHostnameImpossibleToMatch:
            self = .wrongHost(names: [])
        case NIOSSLError.handshakeFailed(let error): self.init(error)
        case let error as BoringSSLError: self.init(error)
        case is NIOSSLError, is NIOSSLExtraError: self = .other("\(error)")
        default: self = .closed
        }
    }

    private init(_ error: BoringSSLError) {
        switch error {
        case .sslError(let stack), .unknownError(let stack), .invalidSNIName(let stack), .failedToSetALPN(let stack):
            self.init(stack)
        default: self = .closed
        }
    }

    private init(_ stack: NIOBoringSSLErrorStack) {
        if stack.isEmpty || stack.contains(.eofDuringHandshake) {
            self = .closed
            return
        }
        let reasons = stack.map(Self.reason)
        if reasons.contains("certificate verify failed") {
            self = .unverified
        } else if reasons.contains("wrong version number") {
            self = .notTLS(speaksHTTP: false)
        } else if let reason = reasons.first(where: Self.isAboutProtocols) {
            self = .noCommonProtocol(reason)
        } else {
            self = .other(reasons[0])
        }
    }

    /// `Error: 268435703 error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER at /a/b.cc:123` is
    /// `wrong version number`.
    private static func reason(_ error: BoringSSLInternalError) -> String {
        let text = error.description
        guard let mark = text.firstRange(of: "OPENSSL_internal:") else { return "an unknown error" }
        return text[mark.upperBound...].prefix { $0 != " " }.lowercased().replacing("_", with: " ")
    }

    private static func isAboutProtocols(_ reason: String) -> Bool {
        let words = [
            "unsupported protocol", "alert protocol version", "alert handshake failure", "wrong ssl version",
            "unknown cipher returned", "wrong cipher returned", "alert insufficient security",
            "no application protocol",
        ]
        return words.contains { reason.hasSuffix($0) }
    }
}
