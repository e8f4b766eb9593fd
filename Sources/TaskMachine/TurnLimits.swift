// The numbers of a turn: how long it tries, how much it may do unasked, how much it sends.

/// What a turn may do before the user is asked, and how much a request carries.
public struct TurnLimits: Equatable, Sendable {
    /// Requests that a turn makes without a word of the user's: what others call *max turns*. A turn is one message of
    /// the user's, and each round of tool calls in it is one request.
    public var requests = 50
    /// The same call with the same arguments so many times in a row asks the user.
    public var repetitions = 3
    /// What the model takes, in tokens.
    public var contextTokens = 128_000

    public init() {}
}

/// The numbers that nobody sets.
public enum TaskLimits {
    /// Waits before a request that reached nobody is sent again.
    public static let unreachableWaits = [1_000, 2_000, 4_000]
    public static let rateLimitedTries = 3
    /// The wait when the server names none, in seconds; doubled with each try.
    public static let rateLimitedSeconds = 5
    /// A server that asks for a longer wait is not waited for: the turn fails and says so.
    public static let longestWaitSeconds = 300
    /// How long what runs has to stop after a cancel.
    public static let cancelMilliseconds = 2_000
    /// How often a turn makes its history shorter because the server finds it too long.
    public static let condensations = 2
    /// How long a summary of the history may be, in characters.
    public static let summaryCharacters = 4_000
}
