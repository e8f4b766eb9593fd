// How a notification leaves: by the terminal, or by a program of the user's.
import App
import Storage
import Synchronization
import Terminal

/// A program of the user's is run as it is, without a shell: what the words hold can't become a command.
struct NoticeDesk: Sendable {
    private let environment: [String: String]
    private let complain: @Sendable (Trouble) -> Void
    private let lane = SerialLane()
    private let complaints = Complaints()

    /// Whether the failure of the user's program was told; once is enough.
    private final class Complaints: Sendable {
        let wasTold = Mutex(false)
    }

    init(environment: [String: String], complain: @escaping @Sendable (Trouble) -> Void) {
        self.environment = environment
        self.complain = complain
    }

    /// Called on the terminal's thread; hands back the bytes for it, where there are any.
    func sequence(for notice: Notice) -> String? {
        switch notice.way {
        case .automatic: return sequence(notice.text, TerminalNotice(environment: { environment[$0] }))
        case .bell: return sequence(notice.text, .bell)
        case .osc9: return sequence(notice.text, .plain)
        case .osc777: return sequence(notice.text, .titled)
        case .command(let words):
            let program = PipedProgram(words + [notice.text], environment: environment)
            // Who is not told by it is told by the bell.
            guard program.isThere else {
                tell(of: words)
                return sequence(notice.text, .bell)
            }
            lane.enqueue { [self] in if !program.take([]) { tell(of: words) } }
            return nil
        }
    }

    /// Returns when every program that was started has ended.
    func drained() async { await lane.drained() }

    private func tell(of words: [String]) {
        let isNew = complaints.wasTold.withLock { wasTold in
            defer { wasTold = true }
            return !wasTold
        }
        if isNew { complain(.noticeFailed(program: words[0])) }
    }

    private func sequence(_ text: String, _ kind: TerminalNotice) -> String {
        let bytes = kind.sequence(title: "oropendola", text)
        // Whoever asks for it inside tmux gets it passed through, where tmux is set to (`allow-passthrough`).
        let isInside = kind != .bell && !(environment["TMUX"] ?? "").isEmpty
        return isInside ? TerminalNotice.passedThroughTmux(bytes) : bytes
    }
}
