// What leaves a review for the user's other programs: a copy, an export, a file for his editor.
import App
import JSON
import Screen
import Terminal
import Workspace

/// Carries out those of the application's orders; what comes of them arrives in the mailbox.
struct ReviewOutlet: Sendable {
    private let mailbox: Mailbox<AppMessage>
    private let environment: [String: String]
    private let lane = SerialLane()

    init(mailbox: Mailbox<AppMessage>, environment: [String: String]) {
        self.mailbox = mailbox
        self.environment = environment
    }

    /// Called on the terminal's thread; hands back what only the terminal's loop can do.
    func perform(_ effect: AppEffect) -> TerminalAction<AppMessage>? {
        switch effect {
        case .editFile(let path, let state):
            return FileRound(path: path, state: state, environment: environment).action
        case .copy(let bytes, let name):
            let clipboard = Clipboard(environment: environment, folder: environment["TMPDIR"] ?? "/tmp")
            let sequence = clipboard.sequence(for: bytes)
            lane.enqueue { [mailbox] in
                let place = clipboard.keep(bytes, wasSent: sequence != nil)
                await mailbox.send(.copied(name: name, place))
            }
            return sequence.map { .send($0) }
        case .exportReview(let bytes, let path):
            lane.enqueue { [mailbox] in await mailbox.send(Self.exported(bytes, to: path)) }
        case .exportReviewJSON(let changes, let comments, let path):
            lane.enqueue { [mailbox] in
                let bytes = Array((ReviewJSON.value(changes, comments: comments).text + "\n").utf8)
                await mailbox.send(Self.exported(bytes, to: path))
            }
        default: break
        }
        return nil
    }

    private static func exported(_ bytes: [UInt8], to path: String) -> AppMessage {
        do throws(NewFile.Trouble) {
            return .reviewExported(path: try NewFile(path: path).write(bytes))
        } catch {
            switch error {
            case .taken: return .reviewExportFailed(path: path, reason: nil)
            case .failed(let reason): return .reviewExportFailed(path: path, reason: reason)
            }
        }
    }
}
