// A proposed file goes out to `$EDITOR` and comes back, bytes as they are.
import App
import ChangeReview
import Screen

/// One visit of a file in the user's editor, under its own name.
struct FileRound {
    let path: RelativePath
    let state: FileState
    let environment: [String: String]

    /// `fileEdited` is given the file as it came back; nil: it did not, or is as it was. What is larger than a review
    /// shows by lines does not come back.
    var action: TerminalAction<AppMessage> {
        let name = path.text.split(separator: "/").last.map(String.init) ?? "file"
        let (path, state) = (path, state)
        return EditorVisit(name: name, bytes: state.bytes, limit: Change.largestText, environment: environment)
            .action { bytes in
                guard let bytes, bytes != state.bytes else { return .fileEdited(path, nil) }
                return .fileEdited(path, FileState(bytes: bytes, isExecutable: state.isExecutable))
            }
    }
}
