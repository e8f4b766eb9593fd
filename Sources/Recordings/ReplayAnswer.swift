// After a replay's end the program is the user's to look around in: what its orders are answered with, since nothing is
// sent, run or written.

public import App
internal import ChangeReview
internal import TaskMachine

/// The news that stands in for an order's outcome.
public enum ReplayAnswer {
    private static let reason = "this is a replay: nothing is sent, run or written"

    /// In order; none for an order that nobody waits for, and for timers.
    public static func news(to effect: AppEffect, at time: Int) -> [AppMessage] {
        switch effect {
        case .agent(.send(let request)):
            [.agent(.requestFailed(.refused(status: 0, message: reason), request: request.id), at: time)]
        case .agent(.ask(_, let question)): [.agent(.answered(nil, question: question), at: time)]
        case .prepare(let preparation): [.prepared(PreparedTurn(), id: preparation.id)]
        case .execute(let call, _, _):
            [
                .toolFinished(
                    ToolResult(callID: call.id, action: call.action, succeeded: false, text: reason), at: time)
            ]
        case .apply: [.applyFailed(.failed(path: nil, reason: reason))]
        case .undo, .previewUndo: [.undoFailed(reason: reason)]
        case .highlight(let request): [.highlighted(request.performed())]
        case .listConversations: [.conversationsListed([])]
        case .openConversation, .exportConversation, .renameConversation, .deleteConversation:
            [.conversationTroubled(.failed(reason: reason))]
        case .model(.list): [.models(.known([], current: "", isAsked: true))]
        case .model(.choose(let name)): [.models(.refused(.notThere(name, reason: reason)))]
        case .signIn: [.signedIn(user: nil)]
        case .findFiles(let query): [.filesFound(FileAnswer(number: query.number, paths: []))]
        case .edit: [.editorReturned(nil)]
        case .editFile(let path, _): [.fileEdited(path, nil)]
        case .copy(_, let name): [.copied(name: name, .nowhere(reason: reason))]
        case .exportReview(_, let path), .exportReviewJSON(_, _, let path):
            [.reviewExportFailed(path: path, reason: reason)]
        case .findRepository, .commit: [.commitNews(.refused(.git([reason])))]
        case .readEarlierEntries: [.earlierEntries([], isPartial: false)]
        case .searchEarlier(let search, _):
            [.earlierSearched(EarlierFinds(search: search, found: [], lowest: nil, isDone: true))]
        default: []
        }
    }
}
