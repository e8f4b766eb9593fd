// Why there is no terminal to work on. The executable makes the one sentence and exits 2.

/// What kept a terminal from being opened.
public enum TerminalError: Error, Equatable, Sendable {
    /// The output goes to a file or a pipe, or there is no terminal to read keys from.
    case notATerminal
    /// `TERM` is not set or empty.
    case terminalNotNamed
    /// `TERM` names a terminal that this machine has no description of.
    case unknownTerminal(String)
    /// The terminal can't place the cursor (`TERM=dumb`).
    case noCursorAddressing(String)
    /// The system refused a call; `code` is an errno.
    case system(call: String, code: Int32)
}
