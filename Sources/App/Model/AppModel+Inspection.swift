// What a test asks the model that no picture says.

package import TaskMachine

extension AppModel {
    /// Keys go to a request.
    package var isAtRequest: Bool { focus == .request }

    /// The text that the user wants to be worded better; it is replaced if it still stands.
    package var textToReword: String? { improving }

    /// The user has said yes to a command, for when what is accepted is on disk.
    package var isWritingFirst: Bool { dock?.isWritingFirst == true }
    package var request: PendingRequest? { dock?.request }
    package var isAtChanges: Bool { focus == .changes }
    package var isInQueue: Bool { focus == .queue }
    /// What was sent before the folder's files were read, and waits for that.
    package var heldMessages: [String] { held }
    /// What the user has written and not sent.
    package var unsentText: String { draft }
    /// The composer's text is for something else than a message: an edit, a reason.
    package var isEditingElse: Bool { draftPurpose != .message }
}
