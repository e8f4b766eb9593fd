// The heartbeat of a program without a screen: one thread that waits for lines, messages and signals, and sleeps otherwise.
private import CNcurses
private import Glibc

/// What a program of lines hears.
public enum LineNews<Message: Sendable>: Sendable {
    /// Without its end; what is no UTF-8 in it is replaced.
    case line(String)
    /// A line of more than `LineLoop.longest` bytes was passed over.
    case lineTooLong
    /// No line comes any more; heard once.
    case endOfInput
    /// SIGINT.
    case interrupted
    /// The process goes on after it was stopped.
    case continued
    case message(Message)
}

/// Drives a program of lines. Made and used on one thread; `run` blocks it. The terminal stays as it is: it edits and
/// echoes by itself, and nothing but what the program prints is written to it.
public final class LineLoop<Message: Sendable> {
    /// Bytes of a line.
    public static var longest: Int { 1 << 20 }

    private let input: Int32
    /// Lines are heard as they come; else one at a time, when it is asked for.
    private let isTyped: Bool
    private let mailbox: Mailbox<Message>
    private var bytes: [UInt8] = []
    /// The rest of a line that is too long is passed over.
    private var isSkipping = false
    private var inputEnd = InputEnd.open
    /// Signals that came while the process was stopped, beside those that stop it and go on with it.
    private var keptSignals: UInt32 = 0

    /// The end is told once: who can't leave yet goes on with messages and signals.
    private enum InputEnd { case open, reached, told }

    /// - Parameters:
    ///   - input: where lines come from; stays open.
    ///   - isTyped: it is a terminal.
    public init(input: Int32, isTyped: Bool, mailbox: Mailbox<Message>) {
        self.input = input
        self.isTyped = isTyped
        self.mailbox = mailbox
    }

    /// Turns until something ends the loop. The mailbox stays open: its owner closes it.
    ///
    /// - Parameters:
    ///   - takesLine: whether the next line of a pipe is to be read now.
    ///   - hear: deals with one piece of news; an end when it has come.
    public func run(takesLine: () -> Bool, hear: (LineNews<Message>) -> LoopEnd?) -> LoopEnd {
        cn_signals_forward(mailbox.waker.descriptor)
        defer { cn_signals_release() }
        var hasMore = false
        while true {
            // A pipe that holds the next lines is not looked at before they are wanted: it would never let us sleep.
            let wants = inputEnd != .told && (isTyped || takesLine())
            if wants, let line = nextLine() {
                if let end = hear(line) { return end }
                continue
            }
            let ready = cn_wait(wants ? input : -1, mailbox.waker.descriptor, hasMore ? 0 : -1, 0)
            if let end = heed(hear) { return end }
            if wants, ready & Int32(CN_INPUT.rawValue | CN_GONE.rawValue) != 0 { read() }
            let (messages, more) = mailbox.take(atMost: 256)
            hasMore = more
            for message in messages { if let end = hear(.message(message)) { return end } }
        }
    }

    /// Gives the terminal to a child and waits for it: its exit status, 128 + signal, or 127 when it can't be run.
    public func handOver(to arguments: [String]) -> Int32 {
        guard isTyped, !arguments.isEmpty else { return 127 }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        let status = cn_hand_over(words, input)
        for word in words { free(word) }
        return status
    }

    private func heed(_ hear: (LineNews<Message>) -> LoopEnd?) -> LoopEnd? {
        let signals = cn_signals_take() | keptSignals
        keptSignals = 0
        func has(_ number: Int32) -> Bool { signals & (1 << UInt32(number)) != 0 }
        if has(SIGHUP) { return .signal(SIGHUP) }
        if has(SIGTERM) { return .signal(SIGTERM) }
        if has(SIGINT), let end = hear(.interrupted) { return end }
        if has(SIGTSTP) {
            cn_stop(0)
            // The end of the stop is told here. The waker is up for what else came.
            keptSignals = cn_signals_take() & ~(1 << UInt32(SIGCONT) | 1 << UInt32(SIGTSTP))
            return hear(.continued)
        }
        return has(SIGCONT) ? hear(.continued) : nil
    }

    // MARK: Lines

    private func read() {
        guard let got = TerminalHandle(borrowing: input).read() else {
            inputEnd = .reached
            return
        }
        bytes += got
    }

    /// The first whole line of what was read; at the end the rest, then the end.
    private func nextLine() -> LineNews<Message>? {
        guard let end = bytes.firstIndex(of: 0x0A) else {
            if inputEnd == .reached {
                if let rest = takeRest() { return rest }
                inputEnd = .told
                return .endOfInput
            }
            if bytes.count > Self.longest {
                bytes = []
                isSkipping = true
            }
            return nil
        }
        var line = bytes[..<end]
        if line.last == 0x0D { line.removeLast() }
        defer { bytes.removeFirst(end + 1) }
        if isSkipping || line.count > Self.longest {
            isSkipping = false
            return .lineTooLong
        }
        return .line(String(decoding: line, as: UTF8.self))
    }

    /// What stands behind the last line end.
    private func takeRest() -> LineNews<Message>? {
        guard !bytes.isEmpty || isSkipping else { return nil }
        defer { (bytes, isSkipping) = ([], false) }
        return isSkipping ? .lineTooLong : .line(String(decoding: bytes, as: UTF8.self))
    }
}
