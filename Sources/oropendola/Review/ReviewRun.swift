// One run of `oropendola review`, from what was named to the exit status.
import App
import ChangeReview
import Console
import Glibc
import JSON
import Screen
import Settings
import Storage
import Terminal
import Workspace

struct ReviewRun {
    let options: ReviewCommand
    /// What stood after `--`.
    let paths: [String]?

    var output: String? { options.editPatch ?? options.output }

    /// The exit status.
    func run() -> Int32 {
        var environment = Folders.environment()
        let opened: ReviewOpening
        do throws(ReviewTrouble) {
            opened = try ReviewOpening(options, paths: paths, environment)
        } catch {
            complain("oropendola review: \(error.sentence)")
            return error.status
        }
        let isUnicode = ConsoleLocale(environment).isUnicode
        let contents = opened.contents
        if contents.files.isEmpty, opened.watched == nil, !options.undo {
            // There is nothing to decide; what could not be read is said all the same.
            for line in ReviewWords.lines(about: contents) { complain(line) }
            for line in ReviewWords.lines(about: opened.kept.troubles) { complain(line) }
            forget(opened.kept)
            let hint =
                hasWritten(opened.reader) ? " What was written here can be undone: `oropendola review --undo`." : ""
            if contents.isEmpty { complain("oropendola review: there is nothing to review.\(hint)") }
            return contents.isEmpty ? 0 : 7
        }
        var start = ReviewStart(
            subject: opened.subject, target: opened.reader.target,
            folder: shortened(opened.reader.project.rootPath, home: environment["HOME"]), unicode: isUnicode,
            contents: contents, kept: options.apply ? KeptMarks() : opened.kept.marks, output: output)
        start.isKeptOfAnother = opened.kept.isOfAnother
        start.carried = opened.kept.carried
        start.troubles = opened.kept.troubles
        let desk = ReviewDesk(
            opened.reader, sides: opened.sides, output: output, message: options.message,
            bringsFiles: opened.subject.comesFromElsewhere, watched: opened.watched)
        if options.check || options.apply {
            for line in ReviewWords.lines(about: start.troubles) { complain(line) }
        }
        if options.check { return check(ReviewModel(start)) }
        if options.apply { applyAll(start, desk) }
        takeUpJournal(opened.reader, &start)
        let settings = SettingsDesk(
            folders: Folders(), environment: environment, project: opened.reader.project.rootPath,
            flags: options.setting.settings)
        start.settings = settings.read()
        if !start.settings.text(.editor).isEmpty { environment["OROPENDOLA_EDITOR"] = start.settings.text(.editor) }
        if start.settings.flag(.plain) || PlainWiring.isMeant(environment) {
            return showPlainly(start, desk, opened.kept.place, settings, environment)
        }
        return show(start, desk, opened.kept.place, settings, environment)
    }

    /// What was decided about went another way: somebody committed it, or took it back. That is said once.
    private func forget(_ kept: KeptFromBefore) {
        // Of another patch nothing is missing here.
        guard !kept.isOfAnother, !kept.marks.isEmpty else { return }
        for line in ReviewWords.lines(about: kept.marks.returned(to: []).outcome) { complain(line) }
        if options.check { return }
        do throws(FileError) { try kept.place?.keep(kept.carried) } catch {
            complain("oropendola review: what is kept of last time could not be cleared: \(error).")
        }
    }

    private func hasWritten(_ reader: ReviewReader) -> Bool {
        // Whether it can be read is said where it is asked for.
        reader.target == .workingTree && (try? reader.project.written(limit: 1))?.isEmpty == false
    }

    /// What was written here before can be taken back; of the index and of patches nothing is kept.
    private func takeUpJournal(_ reader: ReviewReader, _ start: inout ReviewStart) {
        guard reader.target == .workingTree else { return }
        do throws(FileError) { start.written = try reader.project.writtenFacts() } catch {
            start.troubles.append(.journalNotRead(reason: "\(error)"))
        }
    }

    // MARK: Without a screen

    private func check(_ model: ReviewModel) -> Int32 {
        if options.json {
            printBytes(Array((model.report.text + "\n").utf8))
        } else {
            let contents = model.start.contents
            printLines(
                ReviewWords.standings(of: model.changes) + ReviewWords.settled(of: contents)
                    + ReviewWords.lines(about: contents))
        }
        return model.end.unfit == 0 ? 0 : 7
    }

    private func applyAll(_ start: ReviewStart, _ desk: ReviewDesk) -> Never {
        Foreground.run(
            {
                var model = ReviewModel(start)
                var effects = model.acceptAll()
                while !effects.isEmpty {
                    var messages: [AppMessage] = []
                    for effect in effects {
                        switch effect {
                        case .apply(let plan): messages += await desk.apply(plan, waiting: { _ in })
                        case .review(.commit(let index)): messages += await desk.commitHere(index: index)
                        default: break
                        }
                    }
                    effects = messages.flatMap { model.update($0) }
                }
                let patch = await desk.patch
                Glibc.exit(finish(model, patch: patch))
            }, interrupted: { _ in })
    }

    // MARK: With one

    private func show(
        _ start: ReviewStart, _ desk: ReviewDesk, _ kept: KeptReview?, _ settings: SettingsDesk,
        _ environment: [String: String]
    ) -> Int32 {
        var start = start
        for number in [SIGHUP, SIGTERM, SIGINT] { signal(number, SIG_IGN) }
        let device: NcursesDevice
        let mailbox: Mailbox<AppMessage>
        do throws(TerminalError) {
            let waker = try Waker()
            mailbox = Mailbox(waker: waker)
            var terminal = TerminalOptions(start.settings, environment, errorLog: errorLog(in: Folders()))
            // What it prints at the end may go to a pipe; keys and picture are the terminal's.
            terminal.mayRedirectOutput = true
            device = try NcursesDevice(terminal, waker: waker)
        } catch {
            let hint =
                error == .notATerminal
                ? " Without one, --plain asks line by line, and --apply, --check or --output with --apply decide." : ""
            complain("oropendola review: \(error.reviewSentence)\(hint)")
            return 2
        }
        start.hasColour = device.hasColour
        start.isRemote = isRemote(environment)
        start.ground = terminalGround(environment)
        start.shares = ShareDesk.read(Folders())
        let runner = ReviewRunner(
            mailbox: mailbox, desk: desk, kept: kept, output: output, alwaysWrites: options.editPatch != nil,
            environment: environment)
        let loop = TerminalLoop(
            program: ReviewModel(start), device: device, mailbox: mailbox,
            onFirstPaint: { [start] in
                if start.subject == .watch { runner.watch(.tree) }
                settings.watch { _ = mailbox.post(.settingsChanged($0)) }
            },
            perform: runner.perform)
        let end = loop.run()
        settings.endWatch()
        mailbox.close()
        device.close()
        let model = loop.program
        let settles = model.end.accepted + model.end.rejected > 0
        if !end.isClean { runner.endCommit() }
        waitAtMost(milliseconds: 10_000) { await runner.finish(model.kept, settles: settles) }
        let status = finish(model, patch: runner.collected)
        return end.isClean ? status : end.exitStatus
    }

    /// Prints what came of it; the exit status.
    func finish(_ model: ReviewModel, patch: [UInt8]) -> Int32 {
        // Standard output belongs to the patch or the JSON, where there is one.
        let isTaken = options.json || output == "-"
        if output == "-" { printBytes(patch) }
        if options.json { printBytes(Array((model.report.text + "\n").utf8)) }
        // Git goes on with the patch as it was written, and has taken its file away by the time somebody could come back.
        let isPatchWritten = options.editPatch != nil && model.end.accepted + model.end.rejected > 0
        let lines =
            model.failures + model.farewell(again: isPatchWritten ? nil : again(model.start.subject))
        let columns = terminalColumns(of: isTaken ? STDERR_FILENO : STDOUT_FILENO)
        let wrapped = columns.map { ReviewWords.wrapped(lines, columns: $0) } ?? lines
        if isTaken { for line in wrapped { complain(line) } } else { printLines(wrapped) }
        let status = isPatchWritten && model.end.status == 3 ? 0 : model.end.status
        return model.failures.isEmpty ? status : max(1, status)
    }

    /// What shows the same review again.
    private func again(_ subject: ReviewSubject) -> String {
        if subject == .patch(name: nil) { return "the same patch, piped in again," }
        return "`oropendola review\(CommandLine.arguments.dropFirst(2).map { " \($0)" }.joined())`"
    }

    /// nil where nobody looks at lines: a file, a pipe.
    private func terminalColumns(of descriptor: Int32) -> Int? {
        var size = winsize()
        guard isatty(descriptor) == 1, ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }

    private func printLines(_ lines: [String]) {
        let style = ConsoleStyle(isUnicode: ConsoleLocale(Folders.environment()).isUnicode, usesColour: false)
        let bytes = lines.flatMap { Array((style.clean($0) + "\n").utf8) }
        if !bytes.isEmpty { printBytes(bytes) }
    }

    private func printBytes(_ bytes: [UInt8]) {
        do throws(FileError) {
            try SystemFiles().write(bytes, to: Descriptor(owning: fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)))
        } catch {
            if error.code == EPIPE { _exit(128 + SIGPIPE) }
            complain("oropendola review: the output can't be written: \(error.reason)")
            _exit(1)
        }
    }
}
