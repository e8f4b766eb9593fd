// Why TLS failed: a second connection looks at what the server shows, and says nothing to it.
import Glibc
import NIOCore
import NIOSSL
import Transport

/// The library verifies certificates and does not say what is wrong with them. So after a failure a second connection
/// goes the same way, looks at the certificates in a verification that always fails, and is gone: no byte of a request
/// is ever sent on it, and it can only put a more telling error in the place of the first one.
struct TLSDiagnosis {
    private let dial: Dial
    private let trust: TrustStore

    /// Nobody waits longer than this for a better word.
    private static let seconds = 5

    init(_ dial: Dial, _ trust: TrustStore) {
        self.dial = dial
        self.trust = trust
    }

    /// The same failure, or what is behind it.
    func explain(_ error: TransportError) async -> TransportError {
        guard case .tls(let failure) = error else { return error }
        switch failure.cause {
        case .other, .wrongHost, .notTLS, .closed: break
        default: return error
        }
        guard !Task.isCancelled, let sight = try? await look() else { return error }
        var explained = failure
        switch (sight, failure.cause) {
        case (.plainText(let speaksHTTP), _): explained.cause = .notTLS(speaksHTTP: speaksHTTP)
        case (.chain(let chain), .wrongHost):
            explained.cause = .wrongHost(names: chain.certificates.first?.names ?? [])
        case (.chain(let chain), .unverified): explained.cause = chain.problem(now: Int(time(nil)))
        case (.chain, _): break
        }
        return .tls(explained)
    }

    /// The way is tried again, as far as TLS: for a failure that was told without its reason.
    func retrace(_ error: TransportError) async -> TransportError {
        guard !Task.isCancelled else { return error }
        do throws(TransportError) {
            _ = try await look()
            return error
        } catch .proxy(let failure) {
            return .proxy(failure)
        } catch {
            return error
        }
    }

    private func look() async throws(TransportError) -> Sight? {
        let context = dial.address.isSecure ? try await trust.context(for: dial) : nil
        let attempt = Attempt<Sight?>(on: EventLoops.next())
        let host = dial.address.authority
        let sight: Sight? = try await attempt.run(dial, seconds: Self.seconds) {
            dial.open(for: attempt, seconds: Self.seconds).whenComplete { result in
                do {
                    let channel = try result.get()
                    guard let context else {
                        _ = attempt.succeed(nil)
                        channel.close(promise: nil)
                        return
                    }
                    let end: @Sendable (Sight?) -> Void = { sight in
                        if let sight {
                            _ = attempt.succeed(sight)
                        } else {
                            attempt.fail(TransportError.interrupted("\(host) showed nothing"))
                        }
                        channel.close(mode: .all, promise: nil)
                    }
                    try channel.pipeline.syncOperations.addHandlers([
                        FirstBytes(end),
                        try NIOSSLClientHandler(
                            context: context, serverHostname: dial.address.serverName,
                            customVerificationCallback: { certificates, verdict in
                                verdict.succeed(.failed)
                                end(.chain(CertificateChain(certificates: certificates.map { .init($0) })))
                            }),
                        Silence(end),
                    ])
                } catch {
                    attempt.fail(error)
                }
            }
        }
        return sight
    }
}

/// What a server shows.
private enum Sight: Sendable {
    case chain(CertificateChain)
    /// Its first bytes are no record of TLS.
    case plainText(speaksHTTP: Bool)
}

/// Looks at the first bytes of a server before TLS reads them.
private final class FirstBytes: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let end: @Sendable (Sight?) -> Void
    private var isFirst = true

    init(_ end: @escaping @Sendable (Sight?) -> Void) {
        self.end = end
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data).readableBytesView
        // A record of TLS starts with its kind, 20 to 24 (RFC 8446 §5.1).
        if isFirst, let first = bytes.first, !(20...24).contains(first) {
            end(.plainText(speaksHTTP: bytes.starts(with: "HTTP/".utf8.prefix(bytes.count))))
        }
        isFirst = false
        context.fireChannelRead(data)
    }
}

/// Takes the errors of a handshake that is meant to fail, and the end of one that shows nothing.
private final class Silence: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let end: @Sendable (Sight?) -> Void

    init(_ end: @escaping @Sendable (Sight?) -> Void) {
        self.end = end
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end(nil) }

    func channelInactive(context: ChannelHandlerContext) { end(nil) }
}
