// The account line: plan, quota, days. It is shown and gates nothing.

/// What the server says of the user's account; any part may be unknown.
public struct Account: Equatable, Sendable {
    public var user: String
    public var fullName: String?
    public var plan: String?
    /// `Active`, `Trial`, `Expired`, …, in the server's words.
    public var status: String?
    /// nil: unknown, or no end.
    public var daysRemaining: Int?
    public var dailyLimit: Int?
    public var dailyRemaining: Int?

    public init(
        user: String, fullName: String? = nil, plan: String? = nil, status: String? = nil, daysRemaining: Int? = nil,
        dailyLimit: Int? = nil, dailyRemaining: Int? = nil
    ) {
        self.user = user
        self.fullName = fullName
        self.plan = plan
        self.status = status
        self.daysRemaining = daysRemaining
        self.dailyLimit = dailyLimit
        self.dailyRemaining = dailyRemaining
    }
}
