// What a press on a part of the status line does: it goes with the words, so that no other words can be taken for them.

enum StatusPress: Equatable, Sendable {
    case goToRequest
    case signIn
    case retry
    /// The next try of a request, now.
    case askAgain
    case giveUp
    case cancelTurn
    case review
    case queue
    case steps
    case nextMode
    case mouse
    case chooseModel
    /// A slash command that tells more.
    case tell(SlashCommand)
}
