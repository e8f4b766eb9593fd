// What is wrong with a site, beside the answers of its chat: methods that answer amiss, and a token that it wants.

import JSON

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

    /// Takes a line of a scenario; false when it is none of a site's.
    mutating func take(_ object: JSONObject) -> Bool {
        if let method = object["on"]?.asString, !method.isEmpty, let http = object["http"],
            let answer = PlayedAnswer(reading: http)
        {
            faults[method, default: Fault(answers: [], isLasting: false)].answers.append(answer)
            if object["always"] == true { faults[method]?.isLasting = true }
            return true
        }
        guard let token = object["want_csrf"]?.asString, !token.isEmpty,
            let place = TokenPlace(rawValue: object["told_in"]?.asString ?? "header")
        else { return false }
        (csrfToken, tokenPlace) = (token, place)
        return true
    }

    /// Whether the next call of this method is answered amiss. `socket.io` stands for the realtime server.
    func hasAnswer(to method: String) -> Bool { faults[method]?.answers.isEmpty == false }

    /// The answer to a call of this method; nil when it answers as it should.
    mutating func nextAnswer(to method: String) -> PlayedAnswer? {
        guard var fault = faults[method], let answer = fault.answers.first else { return nil }
        if fault.answers.count > 1 || !fault.isLasting { fault.answers.removeFirst() }
        faults[method] = fault
        return answer
    }
}
