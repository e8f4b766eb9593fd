// How a notification leaves: by the terminal, or by a program of the user's.
import App
import Storage
import Terminal

/// A program of the user's is run as it is, without a shell: what the words hold can't become a command.
struct NoticeDesk: Sendable {
    private let environment: [String: String]
    private let lane = SerialLane()

    init(environment: [String: String]) { self.environment = environment }

    /// Called on the terminal's thread; hands back the bytes for it, where there are any.
    func sequence(for notice: Notice) -> String? {
        switch notice.way {
        case .automatic: return sequence(notice.text, TerminalNotice(environment: { environment[$0] }))
        case .bell: return sequence(notice.text, .bell)
        case .osc9: return sequence(notice.text, .plain)
        case .osc777: return sequence(notice.text, .titled)
        case .command(let words):
            lane.enqueue { [environment] in
                // A program that fails has told nobody: the next turn's end is told again.
                _ = PipedProgram(words + [notice.text], environment: environment).take([])
            }
            return nil
        }
    }

    private func sequence(_ text: String, _ kind: TerminalNotice) -> String {
        let bytes = kind.sequence(title: "oropendola", text)
        // Whoever asks for it inside tmux gets it passed through, where tmux is set to (`allow-passthrough`).
        let isInside = kind != .bell && !(environment["TMUX"] ?? "").isEmpty
        return isInside ? TerminalNotice.passedThroughTmux(bytes) : bytes
    }
}
