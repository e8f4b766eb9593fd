// The browser's sign-in as a machine: when to ask, how often, and when to stop.

public import TaskMachine

/// Asks the server until the user has signed in elsewhere. `begun` comes first.
public struct BrowserSignIn: Equatable, Sendable {
    public enum Event: Equatable, Sendable {
        case begun
        case invited(BrowserInvitation)
        case notInvited(RequestFailure)
        case timerFired
        case polled(BrowserPoll)
    }

    public enum Effect: Equatable, Sendable {
        case invite
        /// Show the user where to go.
        case show(BrowserInvitation)
        case startTimer(seconds: Int)
        case poll(BrowserInvitation)
        case finish(BrowserGrant)
        case fail(LoginFailure)
    }

    /// So many refusals in a row are a firewall's (contract §8, row 8).
    public static let refusals = 10

    private enum State: Equatable {
        case before
        case waiting(BrowserInvitation, secondsLeft: Int, refused: Int)
        case over
    }

    private var state = State.before

    public init() {}

    public mutating func handle(_ event: Event) -> [Effect] {
        switch (event, state) {
        case (.begun, .before): return [.invite]
        case (.invited(let invitation), .before):
            state = .waiting(invitation, secondsLeft: invitation.expiresIn, refused: 0)
            return [.show(invitation), .startTimer(seconds: invitation.pollInterval)]
        case (.notInvited(let failure), .before): return fail(.failed(failure))
        case (.timerFired, .waiting(let invitation, let left, let refused)):
            state = .waiting(invitation, secondsLeft: left - invitation.pollInterval, refused: refused)
            return [.poll(invitation)]
        case (.polled(let poll), .waiting(let invitation, let left, let refused)):
            return polled(poll, invitation, left, refused)
        default: return []
        }
    }

    private mutating func polled(
        _ poll: BrowserPoll, _ invitation: BrowserInvitation, _ left: Int, _ refused: Int
    ) -> [Effect] {
        switch poll {
        case .completed(let grant):
            state = .over
            return [.finish(grant)]
        case .expired: return fail(.browserTimeIsUp)
        case .revoked: return fail(.browserRevoked)
        case .unknown(let words): return fail(.failed(.refused(status: 200, message: words)))
        case .forbidden where refused + 1 >= Self.refusals:
            return fail(.blocked(status: 403, "a firewall, or a limit on requests"))
        case .pending, .unanswered, .forbidden:
            guard left > 0 else { return fail(.browserTimeIsUp) }
            state = .waiting(invitation, secondsLeft: left, refused: poll == .forbidden ? refused + 1 : 0)
            return [.startTimer(seconds: invitation.pollInterval)]
        }
    }

    private mutating func fail(_ failure: LoginFailure) -> [Effect] {
        state = .over
        return [.fail(failure)]
    }
}
