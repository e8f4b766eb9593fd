// The account in words: plan, quota, days. It is told and gates nothing.

internal import TaskMachine

enum AccountWords {
    /// `ada@example.org · Pro (Active) · 12 days left · 40 of 100 requests left today`.
    static func line(of account: Account) -> String {
        var parts = [account.fullName.map { "\($0) <\(account.user)>" } ?? account.user]
        switch (account.plan, account.status) {
        case (let plan?, let status?): parts.append("\(plan) (\(status))")
        case (let plan?, nil): parts.append(plan)
        case (nil, let status?): parts.append(status)
        case (nil, nil): break
        }
        if let days = account.daysRemaining { parts.append("\(counted(max(0, days), "day")) left") }
        if let left = account.dailyRemaining {
            parts.append(
                account.dailyLimit.map { "\(groupedCount(left)) of \(counted($0, "request")) left today" }
                    ?? "\(counted(left, "request")) left today")
        }
        return parts.joined(separator: " · ")
    }

    /// What is said once, unasked, when something comes to an end; nil when all is well.
    static func notice(about account: Account) -> String? {
        if let days = account.daysRemaining, days <= 3 {
            let plan = account.plan.map { "The plan \($0)" } ?? "The account's plan"
            return days <= 0
                ? "\(plan) has ended, the server says. You can go on as long as it answers. /status"
                : "\(plan) ends in \(counted(days, "day")), the server says. /status"
        }
        if let left = account.dailyRemaining, left <= max(1, (account.dailyLimit ?? 0) / 10) {
            return left <= 0
                ? "The account's requests for today are used up, the server says. /status"
                : "\(counted(left, "request")) \(left == 1 ? "is" : "are") left today, the server says. /status"
        }
        if let status = account.status, ["expired", "cancelled"].contains(status.lowercased()) {
            return
                "The account is \(status.lowercased()), the server says. You can go on as long as it answers. /status"
        }
        return nil
    }
}
