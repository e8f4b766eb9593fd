// How a notification leaves: by the terminal, or by a command of the user's.
import Storage
import Terminal

/// `OROPENDOLA_NOTIFY`: `off`, `bell`, or a command that gets the words on its standard input; else what the terminal
/// is known to take.
struct NoticeDesk: Sendable {
    private let environment: [String: String]
    private let lane = SerialLane()

    init(environment: [String: String]) { self.environment = environment }

    /// Called on the terminal's thread; hands back the bytes for it, where there are any.
    func sequence(for words: String) -> String? {
        switch environment["OROPENDOLA_NOTIFY"] ?? "" {
        case "off": return nil
        case "bell": return "\u{7}"
        case "": return TerminalNotice(environment: { environment[$0] }).sequence(title: "oropendola", words)
        case let command:
            lane.enqueue { [environment] in
                // A command that fails has told nobody: the next turn's end is told again.
                _ = PipedProgram(["sh", "-c", command], environment: environment).take(Array((words + "\n").utf8))
            }
            return nil
        }
    }
}
