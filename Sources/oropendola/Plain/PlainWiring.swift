// Every live object of the chat without a screen, on one screenful.
import App
import Console
import Glibc
import Logging
import Screen
import Settings
import Storage
import Terminal
import Workspace

/// Makes the parts, joins them, and runs the loop of lines to its end.
struct PlainWiring {
    let options: StartOptions
    let environment: [String: String]
    let folder: String
    let settingsDesk: SettingsDesk
    let settings: ChosenSettings
    let desk: AccountDesk
    let target: AgentTarget

    /// A terminal that says it can do nothing but lines, with somebody in front of it: plain is all that can be meant.
    /// Output that goes elsewhere is no such sign; then `--plain` has to be said.
    static func isMeant(_ environment: [String: String]) -> Bool {
        environment["TERM"] == "dumb" && isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    }

    /// The exit status.
    func run() -> Int32 {
        for number in [SIGHUP, SIGTERM, SIGINT] { signal(number, SIG_IGN) }
        let mailbox: Mailbox<AppMessage>
        do throws(TerminalError) {
            mailbox = Mailbox(waker: try Waker())
        } catch {
            complain(error.sentence)
            return 1
        }
        let folders = Folders(environment: environment)
        let errors = ErrorRedirection(to: errorLog(in: folders))
        let clock = ContinuousClock()
        let origin = clock.now
        let now: @Sendable () -> Int = { Int(origin.duration(to: clock.now) / .milliseconds(1)) }
        let project = ProjectDesk()
        let models = ModelDesk(ModelWish(settings, environment)) { await mailbox.send(.models($0)) }
        let agent = AgentConnection(desk: desk, models: models, environment: environment, log: fileLogger()) { event in
            _ = await mailbox.send(.agent(event, at: now()))
        }
        let conversations = ConversationDesk()
        let runner = EffectRunner(
            mailbox: mailbox, desk: project, agent: agent, accounts: desk, conversations: conversations,
            settings: settingsDesk, now: now, environment: environment)
        var report = StartReport(
            version: AppVersion.text, folder: shortened(folder, home: environment["HOME"]), folderPath: folder,
            server: target.reported)
        report.clockOffset = clockOffset()
        report.hasColour = false
        report.settings = settings
        var first = options
        // The program sends it itself, when the folder is open and before the first line of a pipe.
        first.prompt = ""
        var program = PlainChat(report, isTyped: isatty(STDIN_FILENO) == 1, prompt: options.prompt)
        let plainRun = PlainRun(
            mailbox: mailbox, input: STDIN_FILENO, isUnicode: ConsoleLocale(environment).isUnicode,
            perform: runner.perform)
        let end = plainRun.run(&program) { [settingsDesk] in
            Startup(desk: project, conversations: conversations, agent: agent, mailbox: mailbox)
                .begin(report, target: target, first)
            settingsDesk.watch { _ = mailbox.post(.settingsChanged($0)) }
        }
        settingsDesk.endWatch()
        mailbox.close()
        errors?.undo()
        waitAtMost(milliseconds: 3000) {
            await runner.finish(isClean: end.isClean)
            await agent.stop()
        }
        return end.isClean ? program.exitStatus : end.exitStatus
    }
}
