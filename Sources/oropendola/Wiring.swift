// Every live object of the program, on one screenful.
import App
import Backend
import Glibc
import LocalBackend
import Logging
import Recordings
import Scenarios
import Screen
import Settings
import Storage
import Terminal
import Workspace

/// Makes the parts, joins them, and runs the terminal's loop to its end.
struct Wiring {
    let options: StartOptions

    /// The exit status.
    func run() -> Int32 {
        var options = options
        var environment = Folders.environment()
        let folders = Folders(environment: environment)
        let scenario: Scenario?
        do {
            scenario = try options.played ?? options.scenario.map(readScenario)
        } catch {
            complain("oropendola: \(error)")
            return 1
        }
        let folder: String
        do throws(FileError) {
            folder = try realPath(".")
        } catch {
            complain("oropendola: the current folder can't be opened (\(error.reason)). Go to another, or use -C.")
            return 1
        }
        let settingsDesk = SettingsDesk(
            folders: folders, environment: environment, project: folder, flags: options.settings)
        let settings = settingsDesk.read()
        if !settings.text(.editor).isEmpty { environment["OROPENDOLA_EDITOR"] = settings.text(.editor) }
        let desk = AccountDesk(environment: environment)
        let target: AgentTarget
        do throws(AccountTrouble) {
            let named = settings.text(.server)
            let choice = ServerChoice(
                isEmbedded: options.isEmbedded, server: named.isEmpty ? nil : named, scenario: scenario, desk: desk)
            target = try choice.target()
        } catch {
            complain("oropendola: \(error.sentence)")
            return error.status
        }
        if settings.flag(.plain) || PlainWiring.isMeant(environment) {
            guard options.recording == nil else {
                complain("oropendola: --record keeps screens, and plain mode has none. Start without one of them.")
                return 2
            }
            let plain = PlainWiring(
                options: options, environment: environment, folder: folder, settingsDesk: settingsDesk,
                settings: settings, desk: desk, target: target)
            return plain.run()
        }
        let clock = ContinuousClock()
        let origin = clock.now
        let wallClock = wallClockMilliseconds()
        let now: @Sendable () -> Int = { Int(origin.duration(to: clock.now) / .milliseconds(1)) }
        let tape: SessionTape?
        do throws(FileError) {
            tape = try SessionTape.opened(options.recording, environment, now)
        } catch {
            complain("oropendola: --record \(options.recording ?? ""): \(error.reason). A recording begins a new file.")
            return 1
        }
        if options.takesPipe { options.attachment = PipedInput.attachmentToShow() }
        // From here on a signal means what the device makes of it, and nothing after its end: a terminal that goes away
        // sends SIGHUP twice, by its shell and by the kernel, and the second must not cut the end short.
        for number in [SIGHUP, SIGTERM, SIGINT] { signal(number, SIG_IGN) }
        let device: NcursesDevice
        let mailbox: Mailbox<AppMessage>
        do throws(TerminalError) {
            let waker = try Waker()
            mailbox = Mailbox(waker: waker)
            // Note: before any thread is started. It forks the guardian.
            device = try NcursesDevice(
                TerminalOptions(settings, environment, errorLog: errorLog(in: folders)), waker: waker)
        } catch {
            complain(error.sentence)
            return 2
        }

        let log = fileLogger()
        let project = ProjectDesk()
        let models = ModelDesk(ModelWish(settings, environment)) { await mailbox.send(.models($0)) }
        let agent = AgentConnection(desk: desk, models: models, environment: environment, log: log, tape: tape) {
            event in
            _ = await mailbox.send(.agent(event, at: now()))
        }
        let conversations = ConversationDesk()
        let runner = EffectRunner(
            mailbox: mailbox, desk: project, agent: agent, accounts: desk, conversations: conversations,
            settings: settingsDesk,
            now: now, environment: environment)
        var report = StartReport(
            version: AppVersion.text, folder: shortened(folder, home: environment["HOME"]), folderPath: folder,
            server: target.reported, unicode: device.isUnicode)
        report.clockOffset = clockOffset()
        report.wallClock = wallClock
        report.hasColour = device.hasColour
        report.hidesAddresses = device.links == .shown
        report.isRemote = isRemote(environment)
        report.ground = terminalGround(environment)
        report.settings = settings
        report.shares = ShareDesk.read(folders)
        report.recording = options.recording
        tape?.begin(
            RecordingHeader(
                program: AppVersion.text, began: wallClock, size: device.measure(), start: report)
        ) { reason in _ = mailbox.post(.troubled(.recordingStopped(reason: reason))) }
        let loop = TerminalLoop(
            program: AppModel(report), device: device, mailbox: mailbox,
            onFirstPaint: {
                Startup(desk: project, conversations: conversations, agent: agent, mailbox: mailbox)
                    .begin(report, target: target, options)
                settingsDesk.watch { _ = mailbox.post(.settingsChanged($0)) }
            },
            ear: tape?.ear,
            perform: runner.perform)
        let end = loop.run()

        settingsDesk.endWatch()
        mailbox.close()
        let printout = Printout(
            what: options.printOnExit, columns: device.measure().columns, device: device, desk: conversations)
        device.close()
        if end.isClean { printout.print(loop.program) }
        // A hook's own words may be in it.
        if let farewell = loop.program.farewell { ConsoleOutput(environment: environment).printClean(farewell) }
        waitAtMost(milliseconds: 3000) {
            await runner.finish(isClean: end.isClean)
            await agent.stop()
            await tape?.finish()
        }
        return end.exitStatus
    }

}

/// Runs what is asynchronous to its end on the thread pool while this thread waits.
func waitAtMost(milliseconds: Int32, _ work: @escaping @Sendable () async -> Void) {
    guard let gate = Gate() else { return }
    Task {
        await work()
        gate.open()
    }
    _ = gate.wait(milliseconds: milliseconds)
}

/// What happens when the first frame is on the screen.
struct Startup {
    let desk: ProjectDesk
    let conversations: ConversationDesk
    let agent: AgentConnection
    let mailbox: Mailbox<AppMessage>

    func begin(_ report: StartReport, target: AgentTarget, _ options: StartOptions) {
        let (desk, conversations, mailbox) = (desk, conversations, mailbox)
        agent.start(target)
        Task {
            do throws(OpenFailure) {
                var opened = try await desk.open(report.folderPath, first: report)
                let (rules, trouble) = await desk.rules(in: opened.stateFolder)
                opened.rules = rules
                let (full, news) = await desk.begin(conversations, resuming: options.conversation, first: opened)
                await mailbox.send(.started(full))
                if let trouble { await mailbox.send(.troubled(trouble)) }
                for message in news { await mailbox.send(message) }
            } catch {
                await mailbox.send(.troubled(Trouble(error)))
            }
            for event in options.firstInput { await mailbox.send(.input(event)) }
            // What can't be removed is said when a copy is made.
            _ = try? ThrowawayCopy.removeStale(Folders())
        }
    }
}

extension AgentTarget {
    /// For the greeting: the account's server, by its host.
    var reported: StartReport.Server {
        switch self {
        case .embedded: .embedded
        case .account(let account): .remote(account.address.description)
        }
    }
}

extension LoopEnd {
    /// A terminal that went away, or a signal, is no end that the user wanted: the next start goes on from here.
    var isClean: Bool {
        if case .quit = self { true } else { false }
    }

    var exitStatus: Int32 {
        switch self {
        case .quit: 0
        case .signal(let number): 128 + number
        case .terminalGone: 129
        }
    }
}
