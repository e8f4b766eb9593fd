// Files' names for the composer: questions are answered off the terminal's thread, and of several the latest alone.
import App
import Synchronization
import Terminal
import Workspace

/// Answers `findFiles`. Reads the names when a menu opens, and not before: who names no file pays for nothing.
final class FileFinder: Sendable {
    private struct State {
        var files: ProjectFiles?
        /// The latest question, and whether it is to be answered (again).
        var question: FileQuery?
        var isWaiting = false
        var isReading = false
    }

    private let state = Mutex(State())
    private let answers = SerialLane()
    private let reading = SerialLane()
    private let mailbox: Mailbox<AppMessage>
    private let desk: ProjectDesk
    private let environment: [String: String]

    /// Answers that are sent; more rows than a menu shows at once.
    private static let limit = 50

    init(mailbox: Mailbox<AppMessage>, desk: ProjectDesk, environment: [String: String]) {
        self.mailbox = mailbox
        self.desk = desk
        self.environment = environment
    }

    func find(_ question: FileQuery) {
        ask(question)
        guard question.isFirst else { return }
        let isFirst = state.withLock { state in
            defer { state.isReading = true }
            return !state.isReading
        }
        guard isFirst else { return }
        reading.enqueue { [self] in
            if let files = await files() { await files.read { [weak self] in self?.ask(nil) } }
            state.withLock { $0.isReading = false }
        }
    }

    /// - Parameter question: nil: the latest once more, since more is known.
    private func ask(_ question: FileQuery?) {
        let isFirst = state.withLock { state in
            if let question { state.question = question }
            guard state.question != nil, !state.isWaiting else { return false }
            state.isWaiting = true
            return true
        }
        if isFirst { answers.enqueue { [self] in await answer() } }
    }

    private func answer() async {
        let files = await files()
        let question = state.withLock { state in
            state.isWaiting = false
            return state.question
        }
        guard let files, let question else { return }
        let found = files.best(
            question.text, limit: Self.limit, recent: question.recent, added: question.added,
            removed: question.removed,
            goesOn: { self.isLatest(question) })
        // Whoever asked anew gets the answer to that.
        guard isLatest(question) else { return }
        await mailbox.send(.filesFound(FileAnswer(number: question.number, paths: found.paths, soFar: found.soFar)))
    }

    private func isLatest(_ question: FileQuery) -> Bool {
        state.withLock { $0.question?.number == question.number }
    }

    private func files() async -> ProjectFiles? {
        if let files = state.withLock({ $0.files }) { return files }
        guard let project = await desk.project else { return nil }
        return state.withLock { state in
            if let files = state.files { return files }
            let new = ProjectFiles(project: project, environment: environment)
            state.files = new
            return new
        }
    }
}
