// A program without a screen on its streams: lines in, lines out, and a prompt where somebody types.
import App
import Console
import Glibc
import Screen
import Terminal

/// One run of such a program, from its first line to its end.
struct PlainRun {
    let mailbox: Mailbox<AppMessage>
    /// Where lines come from.
    let input: Int32
    let isUnicode: Bool
    /// What the loop alone can't do is handed back, as by a terminal's loop.
    let perform: (AppEffect) -> TerminalAction<AppMessage>?

    private var isTyped: Bool { isatty(input) == 1 }

    /// - Parameter begin: called when the first lines are out; slow things start here.
    func run(_ program: inout some PlainProgram, begin: () -> Void) -> LoopEnd {
        // A reader that goes away is found by the failing write.
        signal(SIGPIPE, SIG_IGN)
        var page = PlainPage(isPrompting: isTyped && isatty(STDOUT_FILENO) == 1, isUnicode: isUnicode)
        let loop = LineLoop(input: input, isTyped: isTyped, mailbox: mailbox)
        var end = carryOut(program.begin(), &program, &page, loop)
        begin()
        page.prompt(when: program.takesLine)
        if end == nil {
            end = loop.run(
                takesLine: { program.takesLine },
                hear: { news in
                    let heard: PlainEvent
                    switch news {
                    case .line(let text): heard = .line(text)
                    case .endOfInput: heard = .endOfInput
                    case .interrupted: heard = .interrupted
                    case .message(let message): heard = .news(message)
                    case .lineTooLong:
                        let limit = LineLoop<AppMessage>.longest >> 20
                        page.lineTaken()
                        page.print(["The line is longer than \(limit) MB; it was passed over."])
                        page.prompt(when: program.takesLine)
                        return nil
                    case .continued:
                        page.breakLine()
                        page.prompt(when: program.takesLine)
                        return nil
                    }
                    if case .line = news { page.lineTaken() }
                    if case .interrupted = news { page.breakLine() }
                    let end = carryOut(program.handle(heard), &program, &page, loop)
                    page.prompt(when: end == nil && program.takesLine)
                    return page.isGone ? .terminalGone : end
                })
        }
        page.breakLine()
        page.print(program.farewell)
        return end ?? .quit
    }

    private func carryOut(
        _ effects: [PlainEffect], _ program: inout some PlainProgram, _ page: inout PlainPage,
        _ loop: LineLoop<AppMessage>
    ) -> LoopEnd? {
        var end: LoopEnd?
        for effect in effects {
            switch effect {
            case .print(let lines): page.print(lines)
            case .order(let order):
                switch perform(order) {
                case .quit?: end = .quit
                case .handOver(let arguments, let then)?:
                    let status: Int32
                    if isTyped {
                        page.breakLine()
                        status = loop.handOver(to: arguments)
                    } else {
                        page.print(["There is no terminal to give to another program; nothing was changed."])
                        status = 127
                    }
                    end = end ?? carryOut(program.handle(.news(then(status))), &program, &page, loop)
                // All else is for a screen.
                default: break
                }
            }
        }
        return end
    }
}

/// What was written to standard output, as far as it matters: whether a prompt stands at its end.
struct PlainPage {
    /// A prompt is of use: somebody types, and sees it.
    let isPrompting: Bool
    let isUnicode: Bool
    private var hasPrompt = false
    /// Nobody reads any more.
    private(set) var isGone = false

    init(isPrompting: Bool, isUnicode: Bool) {
        self.isPrompting = isPrompting
        self.isUnicode = isUnicode
    }

    mutating func print(_ lines: [String]) {
        breakLine()
        var text = ""
        for line in lines {
            text += isUnicode ? line : PlainLocale.ascii(line)
            text += "\n"
        }
        write(text)
    }

    mutating func prompt(when takesLine: Bool) {
        guard isPrompting, takesLine, !hasPrompt else { return }
        hasPrompt = true
        write("> ")
    }

    /// The user has ended the line behind the prompt.
    mutating func lineTaken() { hasPrompt = false }

    /// What follows begins a line of its own.
    mutating func breakLine() {
        guard hasPrompt else { return }
        hasPrompt = false
        write("\n")
    }

    private mutating func write(_ text: String) {
        guard !isGone else { return }
        var text = text
        isGone = ConsoleOutput.write(&text) != 0
    }
}
