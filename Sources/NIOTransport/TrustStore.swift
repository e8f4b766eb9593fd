// Whom we trust: the system's certificate authorities, and those of a file. There is no way to trust everybody.
import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import Transport

/// Makes what TLS needs when it is first needed, once, and off the event loop: reading a system's hundred and more
/// authorities takes a while.
final class TrustStore: Sendable {
    private let authorityFile: String?
    private let contexts = Mutex<[Bool: NIOSSLContext]>([:])

    init(authorityFile: String?) {
        self.authorityFile = authorityFile
    }

    /// The settings for a way to a server. Reads the file.
    func configuration(for dial: Dial) async throws(TransportError) -> TLSConfiguration {
        try await offLoop(for: dial) { [authorityFile] () throws(TLSFailure.Cause.Trouble) in
            try Self.configuration(authorityFile, checksNames: !dial.checksAddressItself)
        }
    }

    /// The context for a way to a server.
    func context(for dial: Dial) async throws(TransportError) -> NIOSSLContext {
        let checksNames = !dial.checksAddressItself
        if let context = contexts.withLock({ $0[checksNames] }) { return context }
        let made = try await offLoop(for: dial) { [authorityFile] () throws(TLSFailure.Cause.Trouble) in
            let configuration = try Self.configuration(authorityFile, checksNames: checksNames)
            do {
                return try NIOSSLContext(configuration: configuration)
            } catch {
                throw TLSFailure.Cause.Trouble(.other("the system's certificate authorities cannot be loaded"))
            }
        }
        // Two that come at once make two; the first stays.
        return contexts.withLock { contexts in
            let kept = contexts[checksNames] ?? made
            contexts[checksNames] = kept
            return kept
        }
    }

    private func offLoop<Value: Sendable>(
        for dial: Dial, _ work: @escaping @Sendable () throws(TLSFailure.Cause.Trouble) -> Value
    ) async throws(TransportError) -> Value {
        let host = dial.address.authority
        do {
            return try await NIOThreadPool.singleton.runIfActive(work)
        } catch let trouble as TLSFailure.Cause.Trouble {
            throw .tls(TLSFailure(host: host, cause: trouble.cause))
        } catch {
            throw .cancelled
        }
    }

    private static func configuration(
        _ authorityFile: String?, checksNames: Bool
    ) throws(TLSFailure.Cause.Trouble) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        // RFC 8996 retires what is older.
        configuration.minimumTLSVersion = .tlsv12
        // Who closes has all that was asked for; a server that does not say goodbye holds nobody up.
        configuration.shutdownTimeout = .seconds(1)
        configuration.applicationProtocols = ["http/1.1"]
        // Where the library would compare with the proxy's address, `HandshakeWatch` compares with the server's.
        configuration.certificateVerification = checksNames ? .fullVerification : .noHostnameVerification
        if let authorityFile {
            configuration.additionalTrustRoots = [.certificates(try certificates(authorityFile))]
        }
        return configuration
    }

    private static func certificates(_ path: String) throws(TLSFailure.Cause.Trouble) -> [NIOSSLCertificate] {
        func trouble(_ problem: String) -> TLSFailure.Cause.Trouble {
            TLSFailure.Cause.Trouble(.authorityFile(path: path, problem: problem))
        }
        guard access(path, R_OK) == 0 else { throw trouble(String(cString: strerror(errno))) }
        do {
            return try NIOSSLCertificate.fromPEMFile(path)
        } catch {
            throw trouble("not a file of certificates in PEM form")
        }
    }
}

extension TLSFailure.Cause {
    /// A cause on its way to the server's name.
    struct Trouble: Error {
        let cause: TLSFailure.Cause
        init(_ cause: TLSFailure.Cause) { self.cause = cause }
    }
}
