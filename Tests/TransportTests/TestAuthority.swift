// A certificate authority for one run of the tests: `openssl` signs, so that nothing here ages and no key is published.
import TestSupport

/// Certificates that are right, and certificates that are wrong in one way each.
struct TestAuthority: Sendable {
    struct Identity: Sendable {
        let certificate: String
        let key: String
    }

    /// Made once; the folder goes with the process.
    static let shared = Result { try TestAuthority() }

    private let folder: TemporaryFolder

    /// The file to trust.
    var file: String { "\(folder.path)/ca.pem" }
    /// For `localhost`, `127.0.0.1` and `::1`.
    let good: Identity
    /// For a name and an address that nobody is asked for here.
    let elsewhere: Identity
    /// Ended on 2021-01-01.
    let expired: Identity
    /// Begins on 2090-01-01.
    let notYetValid: Identity
    /// Good, but from an authority of its own, `Nobody's Authority`.
    let foreign: Identity
    /// Good, but signed by itself.
    let selfSigned: Identity

    private init() throws {
        folder = try TemporaryFolder()
        let maker = Maker(folder: folder)
        try maker.setUp()
        let names = "DNS:localhost,IP:127.0.0.1,IP:::1"
        try maker.selfSign("ca", "Test Authority", "basicConstraints=critical,CA:TRUE")
        try maker.selfSign("foreign-ca", "Nobody's Authority", "basicConstraints=critical,CA:TRUE")
        good = try maker.sign("good", names)
        elsewhere = try maker.sign("elsewhere", "DNS:elsewhere.test,DNS:*.elsewhere.test,IP:10.1.2.3")
        expired = try maker.sign("expired", names, from: "20200101000000Z", to: "20210101000000Z")
        notYetValid = try maker.sign("future", names, from: "20900101000000Z", to: "20910101000000Z")
        foreign = try maker.sign("foreign", names, by: "foreign-ca")
        selfSigned = try maker.selfSign("self", "localhost", "subjectAltName=\(names)")
    }
}

private struct Maker {
    let folder: TemporaryFolder

    func setUp() throws {
        // Ours alone: what a system's own configuration adds differs from one to the next.
        try folder.write(
            "conf",
            """
            [ca]
            default_ca = authority
            [authority]
            database = index
            new_certs_dir = .
            serial = serial
            default_md = sha256
            policy = policy
            copy_extensions = copy
            unique_subject = no
            [policy]
            commonName = supplied
            [req]
            distinguished_name = name
            [name]

            """)
        try folder.write("index", "")
        try folder.write("serial", "01\n")
    }

    @discardableResult
    func selfSign(_ name: String, _ subject: String, _ extensions: String) throws -> TestAuthority.Identity {
        try openssl(request(name, subject) + ["-x509", "-days", "30", "-addext", extensions, "-out", "\(name).pem"])
        return identity(name)
    }

    func sign(
        _ name: String, _ names: String, by authority: String = "ca", from: String = "20240101000000Z",
        to: String = "20491231000000Z"
    ) throws -> TestAuthority.Identity {
        try openssl(request(name, name) + ["-addext", "subjectAltName=\(names)", "-out", "\(name).csr"])
        try openssl([
            "ca", "-batch", "-notext", "-config", "conf", "-cert", "\(authority).pem", "-keyfile", "\(authority).key",
            "-startdate", from, "-enddate", to, "-in", "\(name).csr", "-out", "\(name).pem",
        ])
        return identity(name)
    }

    private func request(_ name: String, _ subject: String) -> [String] {
        [
            "req", "-new", "-config", "conf", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-subj", "/CN=\(subject)", "-keyout", "\(name).key",
        ]
    }

    private func identity(_ name: String) -> TestAuthority.Identity {
        .init(certificate: "\(folder.path)/\(name).pem", key: "\(folder.path)/\(name).key")
    }

    private func openssl(_ arguments: [String]) throws {
        let outcome = try run(["openssl"] + arguments, in: folder.path)
        guard outcome.status == 0 else { throw Failed(words: outcome.errorText) }
    }

    struct Failed: Error { let words: String }
}
