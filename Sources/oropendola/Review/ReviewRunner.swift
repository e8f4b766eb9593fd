// Carries the orders of a review without a chat out: it only enqueues, so the terminal's thread never waits.
import App
import ChangeReview
import Screen
import Storage
import Synchronization
import Terminal
import Workspace

final class ReviewRunner: Sendable {
    private let mailbox: Mailbox<AppMessage>
    private let desk: ReviewDesk
    private let kept: KeptReview?
    private let timers: Timers
    private let disk = SerialLane()
    private let colours = SerialLane()
    private let outlet: ReviewOutlet
    private let output: String?
    private let environment: [String: String]
    private let alwaysWrites: Bool
    private let shares: ShareDesk
    private let patch = Mutex<[UInt8]>([])
    /// Of the latest commit.
    private let gitStop = Mutex(GitStop())
    private let watcher = Mutex<FileWatcher?>(nil)
    /// Told and not yet looked at.
    private let told = Mutex(WatchNews())

    init(
        mailbox: Mailbox<AppMessage>, desk: ReviewDesk, kept: KeptReview?, output: String?, alwaysWrites: Bool,
        environment: [String: String]
    ) {
        self.mailbox = mailbox
        self.desk = desk
        self.kept = kept
        self.output = output
        self.environment = environment
        self.alwaysWrites = alwaysWrites
        outlet = ReviewOutlet(mailbox: mailbox, environment: environment)
        shares = ShareDesk { trouble in _ = await mailbox.send(.troubled(trouble)) }
        timers = Timers { timer in _ = await mailbox.send(.timerFired(timer, at: 0)) }
    }

    /// Called on the terminal's thread; hands back what only the terminal's loop can do.
    func perform(_ effect: AppEffect) -> TerminalAction<AppMessage>? {
        switch effect {
        case .apply(let plan): work { await $0.apply(plan, waiting: $1) }
        case .undo(let entry): work { await $0.undo(entry, waiting: $1) }
        case .previewUndo(let entry): work { desk, _ in await desk.previewUndo(entry) }
        case .look(let paths): work { desk, _ in await desk.look(paths) }
        case .highlight(let request):
            colours.enqueue { [mailbox] in _ = await mailbox.send(.highlighted(request.performed())) }
        case .watch(let paths): watch(.files(paths))
        case .review(.keep(let marks)): keep(marks)
        case .review(.commit(let index)): return commit(index)
        case .startTimer(let timer, let milliseconds): timers.start(timer, milliseconds: milliseconds)
        case .stopTimer(let timer): timers.stop(timer)
        case .edit(let text): return EditorRound(text: text, environment: environment).action
        case .editFile, .copy, .exportReview, .exportReviewJSON: return outlet.perform(effect)
        case .findRepository: commitAccepted { $0.look() }
        case .commit(let steps, let message):
            let stop = GitStop()
            gitStop.withLock { $0 = stop }
            commitAccepted { $0.make(steps, message: message, stop: stop) }
        case .endCommit: endCommit()
        case .keepShares(let new): shares.keep(new)
        case .takeMouse(let isOurs): return .takeMouse(isOurs)
        case .suspend: return .suspend
        case .redraw: return .redraw
        case .bell: return .bell
        case .quit: return .quit
        default: break
        }
        return nil
    }

    private func work(
        _ piece: @escaping @Sendable (ReviewDesk, @escaping @Sendable (Int32?) -> Void) async -> [AppMessage]
    ) {
        disk.enqueue { [desk, mailbox] in
            let waiting: @Sendable (Int32?) -> Void = { _ in _ = mailbox.post(.waitingForWriter(true)) }
            for message in await piece(desk, waiting) { await mailbox.send(message) }
        }
    }

    private func keep(_ marks: KeptMarks) {
        disk.enqueue { [kept, mailbox] in
            do throws(FileError) { try kept?.keep(marks) } catch {
                await mailbox.send(.troubled(.decisionNotKept(reason: "\(error)")))
            }
        }
    }

    private func commitAccepted(_ work: @escaping @Sendable (AcceptedCommit) -> CommitNews) {
        let commit = AcceptedCommit(project: desk.project, environment: environment)
        disk.enqueue { [mailbox] in _ = await mailbox.send(.commitNews(work(commit))) }
    }

    /// Git and its hooks end; what they were at is answered.
    func endCommit() { gitStop.withLock { $0 }.ask() }

    private func commit(_ index: String) -> TerminalAction<AppMessage> {
        .handOver(arguments: desk.commitWords(index: index)) { [self] status in
            work { desk, _ in await desk.committed(index: index, status: status) }
            return .resumed
        }
    }

    // MARK: Watching

    /// Has these followed, and nothing else.
    func watch(_ target: WatchTarget) {
        let project = desk.project
        disk.enqueue { [self] in
            let watcher = watcher.withLock { watcher in
                let made = watcher ?? FileWatcher(project) { [weak self] news in self?.heard(news) }
                watcher = made
                return made
            }
            do throws(FileError) { try watcher.watch(target) } catch {
                await mailbox.send(.troubled(.notWatched(reason: "\(error)")))
            }
            // What was written after the base was read and before there was a watch is news, too.
            if target == .tree { heard(WatchNews(everything: true)) }
        }
    }

    private func heard(_ news: WatchNews) {
        let isFirst = told.withLock { told in
            let isFirst = told == WatchNews()
            told.files = Set(told.files).union(news.files).sorted()
            told.folders += news.folders
            told.everything = told.everything || news.everything
            return isFirst
        }
        // Behind what is being written: a file in the middle of a write of ours is no news.
        guard isFirst else { return }
        work { [self] desk, _ in
            let news = told.withLock { told in
                defer { told = WatchNews() }
                return told
            }
            return await desk.follow(news)
        }
    }

    /// What was accepted, as a patch; known when it is finished.
    var collected: [UInt8] { patch.withLock { $0 } }

    /// What was ordered is done when this returns, the marks are kept, and the patch is written.
    func finish(_ marks: KeptMarks, settles: Bool) async {
        try? watcher.withLock { $0 }?.watch(.nothing)
        keep(marks)
        await disk.drained()
        await shares.finish()
        let bytes = await desk.patch
        patch.withLock { $0 = bytes }
        guard let output, output != "-", settles || alwaysWrites else { return }
        do throws(FileError) { try replaceFile(output, with: bytes) } catch {
            complain("oropendola review: the patch could not be written: \(error).")
        }
    }
}
