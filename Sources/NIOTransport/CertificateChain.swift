// What a server's certificates say, for people: names, issuers and dates. Nothing here decides whom to trust.
import NIOCore
import NIOSSL
import Transport

/// The certificates that a server sent, its own first.
struct CertificateChain: Equatable {
    struct Certificate: Equatable {
        /// The subject and the issuer, encoded; equal in a certificate that signs itself.
        var subject: ArraySlice<UInt8>
        var issuer: ArraySlice<UInt8>
        /// Seconds since 1970.
        var begins: Int
        var ends: Int
        /// The alternative names: host names and addresses.
        var names: [String]
    }

    var certificates: [Certificate]

    /// Why a chain that did not verify did not, as far as the chain itself tells.
    /// - Parameter now: seconds since 1970.
    func problem(now: Int) -> TLSFailure.Cause {
        for certificate in certificates {
            let name = certificate.name
            if now > certificate.ends { return .expired(name: name, at: certificate.ends) }
            if now < certificate.begins { return .notYetValid(name: name, at: certificate.begins) }
        }
        guard let first = certificates.first, let last = certificates.last else { return .unverified }
        if first.subject == first.issuer { return .selfSigned(name: first.name) }
        return .unknownIssuer(issuer: DistinguishedName.words(last.issuer))
    }
}

extension CertificateChain.Certificate {
    fileprivate static let maximumNames = 20

    /// The name that people know it by.
    var name: String { names.first ?? DistinguishedName.words(subject) }

    init(_ certificate: NIOSSLCertificate) {
        let encoded = (try? certificate.toDERBytes()) ?? []
        let parts = DistinguishedName.parts(ofCertificate: encoded)
        subject = parts?.subject ?? []
        issuer = parts?.issuer ?? []
        begins = certificate.notValidBefore
        ends = certificate.notValidAfter
        names = certificate._subjectAlternativeNames().prefix(Self.maximumNames).compactMap { name in
            name.contents.withUnsafeBufferPointer { bytes in
                switch name.nameType {
                case .dnsName: DistinguishedName.printable(bytes)
                case .ipAddress: (try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0))?.ipAddress
                default: nil
                }
            }
        }
    }
}
