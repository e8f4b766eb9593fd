// `oropendola review --plain`: the review as lines, answered on the terminal where the patch comes through a pipe.
import App
import Console
import Glibc
import Storage
import Terminal
import Workspace

extension ReviewRun {
    /// The exit status.
    func showPlainly(
        _ start: ReviewStart, _ desk: ReviewDesk, _ kept: KeptReview?, _ settings: SettingsDesk,
        _ environment: [String: String]
    ) -> Int32 {
        guard let input = answers(about: start.subject) else {
            complain(
                "oropendola review: standard input is the patch, and there is no terminal to answer on. Nothing was "
                    + "changed. Give the patch as a file, or decide with --apply or --check.")
            return 2
        }
        for number in [SIGHUP, SIGTERM, SIGINT] { signal(number, SIG_IGN) }
        let mailbox: Mailbox<AppMessage>
        do throws(TerminalError) {
            mailbox = Mailbox(waker: try Waker())
        } catch {
            complain("oropendola review: \(error.sentence)")
            return 1
        }
        let runner = ReviewRunner(
            mailbox: mailbox, desk: desk, kept: kept, output: output, alwaysWrites: options.editPatch != nil,
            environment: environment)
        var program = PlainReview(start, isTyped: isatty(input) == 1)
        let plainRun = PlainRun(
            mailbox: mailbox, input: input, isUnicode: ConsoleLocale(environment).isUnicode, perform: runner.perform)
        let end = plainRun.run(&program) {
            if start.subject == .watch { runner.watch(.tree) }
            settings.watch { _ = mailbox.post(.settingsChanged($0)) }
        }
        settings.endWatch()
        mailbox.close()
        if !end.isClean { runner.endCommit() }
        let model = program.model
        let settles = model.end.accepted + model.end.rejected > 0
        waitAtMost(milliseconds: 10_000) { await runner.finish(model.kept, settles: settles) }
        let status = finish(model, patch: runner.collected)
        return end.isClean ? status : end.exitStatus
    }

    /// Where lines come from; nil: nowhere. Standard input, unless the patch came through it.
    private func answers(about subject: ReviewSubject) -> Int32? {
        guard case .patch(nil) = subject else { return STDIN_FILENO }
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        return terminal >= 0 ? terminal : nil
    }
}
