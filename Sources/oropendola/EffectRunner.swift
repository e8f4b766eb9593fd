// Carries the application's orders out: it only enqueues, so the terminal's thread never waits.
import App
import ChangeReview
import Screen
import Synchronization
import TaskMachine
import Terminal
import Workspace

/// The interpreter of `AppEffect`. What comes of an order arrives in the mailbox.
final class EffectRunner: Sendable {
    private let mailbox: Mailbox<AppMessage>
    private let desk: ProjectDesk
    private let agent: AgentConnection
    private let accounts: AccountDesk
    private let timers: Timers
    private let conversations: ConversationLane
    /// What is recorded, in order; a write waits until its record is on disk.
    private let records = SerialLane()
    private let disk = SerialLane()
    private let outlet: ReviewOutlet
    private let notices: NoticeDesk
    private let colours = SerialLane()
    private let tools = Mutex<[String: Task<Void, Never>]>([:])
    /// What is looked up for a message; the latest alone, since a new one means that the one before was given up.
    private let preparing = Mutex<Task<Void, Never>?>(nil)
    /// What commands left running on purpose.
    private let background: LeftRunning
    private let reviewWatch: ReviewWatch
    /// Of the latest commit.
    private let gitStop = Mutex(GitStop())
    private let settings: SettingsDesk
    private let files: FileFinder
    private let shares: ShareDesk
    private let now: @Sendable () -> Int
    private let environment: [String: String]

    init(
        mailbox: Mailbox<AppMessage>, desk: ProjectDesk, agent: AgentConnection, accounts: AccountDesk,
        conversations: ConversationDesk, settings: SettingsDesk, now: @escaping @Sendable () -> Int,
        environment: [String: String]
    ) {
        self.mailbox = mailbox
        self.desk = desk
        self.agent = agent
        self.accounts = accounts
        self.conversations = ConversationLane(mailbox: mailbox, desk: conversations)
        self.settings = settings
        self.now = now
        self.environment = environment
        notices = NoticeDesk(environment: environment) { trouble in _ = mailbox.post(.troubled(trouble)) }
        outlet = ReviewOutlet(mailbox: mailbox, environment: environment)
        background = LeftRunning { rows in
            let commands = rows.map { BackgroundCommand(command: $0.command, processes: $0.processes) }
            _ = await mailbox.send(.leftRunning(commands))
        }
        timers = Timers { timer in
            _ = await mailbox.send(.timerFired(timer, at: now()))
        }
        shares = ShareDesk { trouble in _ = await mailbox.send(.troubled(trouble)) }
        files = FileFinder(mailbox: mailbox, desk: desk, environment: environment)
        reviewWatch = ReviewWatch(mailbox: mailbox, desk: desk, disk: disk)
    }

    /// Called on the terminal's thread; hands back what only the terminal's loop can do.
    func perform(_ effect: AppEffect) -> TerminalAction<AppMessage>? {
        switch effect {
        case .agent(let command): agent.perform(command)
        case .execute(let call, let staged, let permit): execute(call, staged, permit)
        case .prepare(let preparation): prepare(preparation)
        case .keepRules(let rules):
            records.enqueue { [desk, mailbox] in
                if let trouble = await desk.keep(rules) { await mailbox.send(.troubled(trouble)) }
            }
        case .trustProject(let isTrusted):
            records.enqueue { [settings, mailbox] in
                for message in await settings.trust(isTrusted) { await mailbox.send(message) }
            }
        case .signIn: return SignInRound(desk: accounts, account: agent.account).action
        case .signOut: agent.signOut()
        case .keep, .beginConversation, .keepDraft, .listConversations, .openConversation, .renameConversation,
            .deleteConversation, .exportConversation, .readEarlierEntries, .searchEarlier:
            conversations.perform(effect)
        case .cancelTool(let callID): tools.withLock { $0[callID] }?.cancel()
        case .apply(let plan): onDisk { await self.apply(plan, in: $0) }
        case .undo(let entry): onDisk { await self.undo(entry, in: $0) }
        case .previewUndo(let entry): onDisk { await self.previewUndo(entry, in: $0) }
        case .look(let paths): onDisk { await self.look(at: paths, in: $0) }
        case .watch(let paths):
            onDisk { [reviewWatch, mailbox] project in
                if let trouble = reviewWatch.watch(paths, in: project) { await mailbox.send(.troubled(trouble)) }
            }
        case .highlight(let request):
            colours.enqueue { [mailbox] in _ = await mailbox.send(.highlighted(request.performed())) }
        case .recordAnew(let events):
            records.enqueue { [desk, mailbox] in
                if let trouble = await desk.record(anew: events) { await mailbox.send(.troubled(trouble)) }
            }
        case .record(let event):
            records.enqueue { [desk, mailbox, conversations] in
                // That the agent was told is noted after the message that told it: a crash between repeats nothing, since
                // the message is looked at again (`AppModel.noteKeptFeedback`).
                if case .feedbackSent = event { await conversations.drained() }
                if let trouble = await desk.record(event) { await mailbox.send(.troubled(trouble)) }
            }
        case .findFiles(let question): files.find(question)
        case .remember(let message): records.enqueue { [desk] in await desk.remember(message) }
        case .startTimer(let timer, let milliseconds): timers.start(timer, milliseconds: milliseconds)
        case .stopTimer(let timer): timers.stop(timer)
        case .edit(let text): return EditorRound(text: text, environment: environment).action
        case .editFile, .copy, .exportReview, .exportReviewJSON: return outlet.perform(effect)
        case .findRepository: commit { $0.look() }
        case .commit(let steps, let message):
            let stop = GitStop()
            gitStop.withLock { $0 = stop }
            commit { $0.make(steps, message: message, stop: stop) }
        case .endCommit: endCommit()
        case .keepShares(let new): shares.keep(new)
        case .takeMouse(let isOurs): return .takeMouse(isOurs)
        case .model(let order): agent.perform(order)
        case .review: break
        case .suspend: return .suspend
        case .redraw: return .redraw
        case .bell: return .bell
        case .notify(let notice): return notices.sequence(for: notice).map { .send($0) }
        case .findBranch:
            onDisk { [mailbox] project in
                await mailbox.send(.branchFound(CheckedOut.name(in: project.rootPath)))
            }
        case .quit: return .quit
        }
        return nil
    }

    /// Ends what runs: commands are killed, and what was recorded is on disk when this returns.
    ///
    /// - Parameter isClean: the user wanted the end.
    func finish(isClean: Bool) async {
        // A signal does not wait for hooks, and git must not commit when nobody brings the index along.
        if !isClean { endCommit() }
        let running = tools.withLock { Array($0.values) } + (preparing.withLock { $0.map { [$0] } } ?? [])
        for tool in running { tool.cancel() }
        for tool in running { await tool.value }
        reviewWatch.end()
        await disk.drained()
        records.enqueue { [desk] in await desk.keepRest() }
        await records.drained()
        await shares.finish()
        await conversations.finish(isClean: isClean)
        await background.endAll()
        await desk.removeCopy()
    }

    // MARK: Tools

    private func prepare(_ preparation: Preparation) {
        preparing.withLock { running in
            running?.cancel()
            running = Task {
                let prepared: PreparedTurn
                if let project = await self.desk.project {
                    prepared = await TurnContext(project: project, environment: self.environment).gather(preparation)
                } else {
                    prepared = PreparedTurn()
                }
                await self.mailbox.send(.prepared(prepared, id: preparation.id))
            }
        }
    }

    private func execute(_ call: ToolCall, _ staged: StagedFiles, _ permit: ToolPermit) {
        // Started under the lock: a call that ends at once must find its own entry to remove.
        tools.withLock { tools in
            tools[call.id] = Task {
                let result = await self.result(of: call, staged, permit)
                _ = self.tools.withLock { $0.removeValue(forKey: call.id) }
                await self.mailbox.send(.toolFinished(result, at: self.now()))
            }
        }
    }

    private func result(of call: ToolCall, _ staged: StagedFiles, _ permit: ToolPermit) async -> ToolResult {
        // A command finds on disk what was to be written before it.
        if call.command != nil { await disk.drained() }
        guard let project = await desk.project else {
            return ToolResult(callID: call.id, action: call.action, succeeded: false, text: "the project is not open")
        }
        let copy = await desk.copy(environment: environment)
        return await ToolBox(project: project, environment: environment, copy: copy, background: background)
            .execute(call, staged: staged, permit: permit) { [mailbox] text in
                await mailbox.send(.toolOutput(callID: call.id, text))
            }
    }

    // MARK: Disk

    private func commit(_ work: @escaping @Sendable (AcceptedCommit) -> CommitNews) {
        onDisk { [mailbox, environment] project in
            await mailbox.send(.commitNews(work(AcceptedCommit(project: project, environment: environment))))
        }
    }

    private func endCommit() { gitStop.withLock { $0 }.ask() }

    private func onDisk(_ work: @escaping @Sendable (ProjectFolder) async -> Void) {
        disk.enqueue { [desk, records] in
            // The log must know of a write before the journal does.
            await records.drained()
            guard let project = await desk.project else { return }
            await work(project)
        }
    }

    private func apply(_ plan: ChangePlan, in project: ProjectFolder) async {
        do throws(ApplyFailure) {
            let written = try await project.apply(plan, waiting: waiting)
            await mailbox.send(.waitingForWriter(false))
            await mailbox.send(.applied(journalEntry: written.entry))
            await tell(written)
        } catch {
            await mailbox.send(.waitingForWriter(false))
            await mailbox.send(.applyFailed(ApplyRefusal(error)))
            // What can't be got at any more is marked, so that the others can be written.
            if case .refused = error { await look(at: plan.steps.map(\.path), in: project) }
        }
    }

    /// What came along with a write, and is worth a word.
    private func tell(_ written: WrittenPlan?) async {
        guard let written else { return }
        if !written.otherNames.isEmpty { await mailbox.send(.troubled(.otherNames(written.otherNames))) }
        if written.trim.dropped > 0 { await mailbox.send(.journalTrimmed(writes: written.trim.dropped)) }
        if let bytes = written.trim.oversize { await mailbox.send(.troubled(.writeTooLarge(bytes: bytes))) }
        if let failure = written.trim.failure {
            await mailbox.send(.troubled(.journalTooLarge(reason: "\(failure)")))
        }
    }

    private func undo(_ entry: Int, in project: ProjectFolder) async {
        do throws(ApplyFailure) {
            let undone = try await project.undo(entry, waiting: waiting)
            await mailbox.send(.waitingForWriter(false))
            await mailbox.send(
                .undone(journalEntry: entry, skipped: undone.skipped, plan: undone.plan, by: undone.entry))
            await tell(undone.written)
        } catch {
            await mailbox.send(.waitingForWriter(false))
            await mailbox.send(error.undoNews)
        }
    }

    private func previewUndo(_ entry: Int, in project: ProjectFolder) async {
        do throws(ApplyFailure) {
            await mailbox.send(.undoPreviewed(try project.previewUndo(entry)))
        } catch {
            await mailbox.send(error.undoNews)
        }
    }

    private var waiting: @Sendable (Int32?) -> Void {
        { [mailbox] _ in _ = mailbox.post(.waitingForWriter(true)) }
    }

    private func look(at paths: [RelativePath], in project: ProjectFolder) async {
        for path in paths {
            await mailbox.send(.changedOnDisk(path, project.finding(at: path)))
        }
    }
}
