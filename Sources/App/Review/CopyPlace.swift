// Where text went that was to be pasted elsewhere.

/// What became of a copy.
public enum CopyPlace: Equatable, Sendable {
    /// The terminal was asked to keep it (OSC 52); it does not say whether it does.
    case terminal
    case tmux
    /// A program of the system's took it.
    case tool(String)
    case file(path: String)
    case nowhere(reason: String)
}

extension Words {
    static func text(ofCopied name: String, to place: CopyPlace) -> String {
        switch place {
        case .terminal: "Copied \(name): the terminal was asked to keep it (OSC 52)"
        case .tmux: "Copied \(name) to the tmux buffer: prefix ] pastes it"
        case .tool(let tool): "Copied \(name) with \(tool)"
        case .file(let path): "No clipboard was found. \(name) is in \(path)"
        case .nowhere(let reason): "Nothing was copied: \(sentence(reason))"
        }
    }
}
