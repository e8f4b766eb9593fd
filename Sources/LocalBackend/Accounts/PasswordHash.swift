// What is kept of a password: scrypt (RFC 7914) over it and a salt, so that a stolen file costs a guesser dearly.

import CNIOBoringSSL
import Storage

/// `scrypt$15$8$3$SALT$KEY`: the logarithm of N, r and p, then salt and key in base64.
///
/// Note: the function is the one of the TLS library that is linked anyway; see docs/DECISIONS.md.
public struct PasswordHash: Equatable, Sendable {
    /// What one guess costs: 128·N·r bytes, p times over.
    public struct Cost: Equatable, Sendable {
        var logN: Int
        var r: Int
        var p: Int

        /// 32 MiB three times over: one of the settings of equal strength that OWASP's Password Storage Cheat Sheet
        /// gives as the least for scrypt (N=2^15, r=8, p=3).
        public static let standard = Cost(logN: 15, r: 8, p: 3)
        /// Of no use but where many sign in within a test.
        package static let cheap = Cost(logN: 4, r: 8, p: 1)
    }

    private static let saltBytes = 16
    private static let keyBytes = 32
    /// What one check may take. A file that asks for more is not believed.
    private static let memory = 256 << 20
    /// A longer password is refused rather than cut; it costs nothing to hash, and nobody types it.
    public static let longestPassword = 1_024

    let cost: Cost
    let salt: [UInt8]
    let key: [UInt8]

    /// Hashes a password with a new salt. Takes a third of a second of one processor, and 32 MiB, at the standard cost.
    ///
    /// nil: there is not enough memory.
    public init?(of password: String, cost: Cost = .standard) {
        var random = SystemRandomNumberGenerator()
        salt = (0..<Self.saltBytes).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
        self.cost = cost
        guard let key = Self.key(of: password, salt, cost) else { return nil }
        self.key = key
    }

    /// nil: it is no such text, or of a cost that is out of bounds.
    public init?(reading text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "scrypt", let logN = Int(parts[1]), let r = Int(parts[2]),
            let p = Int(parts[3]), (1...20).contains(logN), (1...32).contains(r), (1...16).contains(p),
            let salt = bytes(base64: String(parts[4])), !salt.isEmpty,
            let key = bytes(base64: String(parts[5])), key.count == Self.keyBytes
        else { return nil }
        self.cost = Cost(logN: logN, r: r, p: p)
        self.salt = salt
        self.key = key
    }

    public var text: String { "scrypt$\(cost.logN)$\(cost.r)$\(cost.p)$\(base64(salt))$\(base64(key))" }

    /// Whether it is this password. Takes as long for a wrong one; blocks, so never on an event loop.
    public func matches(_ password: String) -> Bool {
        guard password.utf8.count <= Self.longestPassword, let other = Self.key(of: password, salt, cost) else {
            return false
        }
        return SessionTable.isSame(other, key)
    }

    /// For names that nobody has: as dear as the real ones, and right for no password.
    static func decoy(cost: Cost) -> PasswordHash {
        PasswordHash(cost: cost, salt: Array("no such user....".utf8), key: [UInt8](repeating: 0, count: keyBytes))
    }

    private init(cost: Cost, salt: [UInt8], key: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.key = key
    }

    /// - Parameter count: bytes that are wanted.
    static func key(of password: String, _ salt: [UInt8], _ cost: Cost, count: Int = keyBytes) -> [UInt8]? {
        var key = [UInt8](repeating: 0, count: count)
        let bytes = password.utf8.map { CChar(bitPattern: $0) }
        let code = EVP_PBE_scrypt(
            bytes, bytes.count, salt, salt.count, UInt64(1) << UInt64(cost.logN), UInt64(cost.r), UInt64(cost.p),
            memory, &key, count)
        return code == 1 ? key : nil
    }
}

/// A hash is shown nowhere that a value is printed.
extension PasswordHash: CustomStringConvertible, CustomReflectable {
    public var description: String { "password hash" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
