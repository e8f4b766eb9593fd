// What is wrong with a site, beside the answers of its chat: methods that answer amiss, and a token that it wants.

/// Faults that hold for a server from its start, read from a scenario.
public struct SiteFaults: Equatable, Sendable {
    /// Where a site tells its CSRF token.
    public enum TokenPlace: String, Equatable, Sendable { case header, body, page, nowhere }

    private struct Fault: Equatable, Sendable {
        var answers: [PlayedAnswer]
        /// The last answer stays.
        var isLasting: Bool
    }

    private var faults: [String: Fault] = [:]
    /// Every POST but the login wants this in `X-Frappe-CSRF-Token`; nil for none.
    public private(set) var csrfToken: String?
    public private(set) var tokenPlace = TokenPlace.header

    public init() {}

    /// A line of a scenario about a method: `{"on": "login", "http": {…}}`.
    mutating func takeAnswer(_ line: PlacedValue) throws(Misread) {
        guard let method = line.member("on"), let http = line.member("http") else {
            throw line.wrong("`on` has an `http` beside it")
        }
        let name = try method.text()
        guard !name.isEmpty else { throw method.wrong("`on` takes the name of a method") }
        faults[name, default: Fault(answers: [], isLasting: false)].answers.append(try PlayedAnswer(http))
        if try line.member("always")?.flag() ?? false { faults[name]?.isLasting = true }
    }

    /// `{"want_csrf": "t0k3n", "told_in": "page"}`.
    mutating func takeToken(_ line: PlacedValue) throws(Misread) {
        guard let token = try line.member("want_csrf")?.text(), !token.isEmpty else {
            throw line.wrong("`want_csrf` takes a token")
        }
        let told = line.member("told_in")
        guard let place = TokenPlace(rawValue: try told?.text() ?? "header") else {
            throw (told ?? line).wrong("`told_in` takes header, body, page or nowhere")
        }
        (csrfToken, tokenPlace) = (token, place)
    }

    /// Whether the next call of this method is answered amiss. `socket.io` stands for the realtime server.
    public func hasAnswer(to method: String) -> Bool { faults[method]?.answers.isEmpty == false }

    /// The answer to a call of this method; nil when it answers as it should.
    public mutating func nextAnswer(to method: String) -> PlayedAnswer? {
        guard var fault = faults[method], let answer = fault.answers.first else { return nil }
        if fault.answers.count > 1 || !fault.isLasting { fault.answers.removeFirst() }
        faults[method] = fault
        return answer
    }
}
