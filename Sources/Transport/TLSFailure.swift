// Why TLS did not come about, told apart by what a person can do about it.

/// A failed handshake with a server, or trust that could not be set up.
public struct TLSFailure: Equatable, Sendable {
    /// Host and, unless it is the scheme's own, port.
    public var host: String
    /// What went wrong.
    public var cause: Cause

    /// A failure with this host.
    public init(host: String, cause: Cause) {
        self.host = host
        self.cause = cause
    }

    /// What went wrong, told apart by what a person can do about it.
    public enum Cause: Equatable, Sendable {
        /// The certificate `name`, the server's or one above it, ended at `at` (seconds since 1970, UTC).
        case expired(name: String, at: Int)
        /// The certificate `name` begins at `at` (seconds since 1970, UTC): it is too new, or our clock is wrong.
        case notYetValid(name: String, at: Int)
        /// The certificate is for these names and addresses, of which none is the host.
        case wrongHost(names: [String])
        /// Nobody whom we trust vouches for `issuer`, the last name in the chain that the server sent.
        case unknownIssuer(issuer: String)
        /// The server vouches for itself, under this name.
        case selfSigned(name: String)
        /// What answered on the port does not speak TLS; `speaksHTTP` when it answered in plain HTTP.
        case notTLS(speaksHTTP: Bool)
        /// The server ended the connection during the handshake.
        case closed
        /// The server and we have no version or cipher of TLS in common; the text is the library's word.
        case noCommonProtocol(String)
        /// The handshake did not end in time.
        case timedOut(seconds: Int)
        /// The file with further authorities cannot be used: nothing was connected.
        case authorityFile(path: String, problem: String)
        /// It failed for a reason that we do not know; the text is the library's word.
        case other(String)
    }
}

extension TLSFailure {
    /// False where trying again without a change, here or at the server, would fail in the same way.
    public var mayHeal: Bool {
        switch cause {
        case .closed, .timedOut: true
        case .expired, .notYetValid, .wrongHost, .unknownIssuer, .selfSigned, .notTLS, .noCommonProtocol,
            .authorityFile, .other:
            false
        }
    }

    /// The failure in a sentence without its full stop, fit for a log.
    public var words: String {
        switch cause {
        case .expired(let name, let at): "\(host): the certificate of \(name) expired on \(day(at))"
        case .notYetValid(let name, let at):
            "\(host): the certificate of \(name) is not valid before \(day(at)); is the clock right?"
        case .wrongHost(let names):
            "\(host): the certificate is for \(names.isEmpty ? "no name" : names.joined(separator: ", "))"
        case .unknownIssuer(let issuer): "\(host): the certificate's issuer is not trusted here: \(issuer)"
        case .selfSigned(let name): "\(host): the certificate of \(name) is signed by itself"
        case .notTLS(let speaksHTTP):
            "\(host) does not speak TLS on this port" + (speaksHTTP ? ", it answered in plain HTTP" : "")
        case .closed: "\(host) closed the connection during the TLS handshake"
        case .noCommonProtocol(let word): "\(host) shares no version or cipher of TLS with us: \(word)"
        case .timedOut(let seconds): "\(host): the TLS handshake took more than \(seconds) s"
        case .authorityFile(let path, let problem): "certificate file \(path): \(problem)"
        case .other(let word): "\(host): TLS failed: \(word)"
        }
    }
}

/// A date as `2026-11-25`, UTC, in the Gregorian calendar.
private func day(_ seconds: Int) -> String {
    // Days since 1 March of year 0, so that leap days end a year; then eras of 400 years (146097 days).
    let days = Int((Double(seconds) / 86_400).rounded(.down)) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(year)-\(padded(month))-\(padded(dayOfYear - (153 * shifted + 2) / 5 + 1))"
}

private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
