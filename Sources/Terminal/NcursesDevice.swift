// The real terminal. It lives on the main thread: not Sendable, so the compiler keeps it there.
private import CNcurses
private import Glibc
public import Screen

/// A terminal under ncurses, from `init` to `close`. One per process at a time.
///
/// Make it before any thread is started: it forks the guardian that restores the terminal after `kill -9`.
public final class NcursesDevice: TerminalDevice {
    /// The locale is UTF-8. When false, signs and frames are sent as ASCII and the program may choose plainer ones.
    public let isUnicode: Bool
    /// Colours are in use.
    public let hasColour: Bool
    /// What it makes of links.
    public let links: LinkSupport
    public let keySequences: KeySequences

    let handle: TerminalHandle
    var sequences: ControlSequences
    /// The theme of the latest frame.
    var palette: Palette
    let fitting: GlyphFitting
    private let waker: Waker
    private let errors: ErrorRedirection?

    var size: Size
    /// What is on the screen; `nil` when that is not known.
    var shown: Frame?
    /// The cells whose links were sent last.
    var linked: CellBuffer?
    /// Rows of it that were left out: the terminal has an earlier state of them.
    var stale: Set<Int> = []
    /// What we made of the terminal's title; empty: nothing.
    var title = ""
    /// What the terminal's tab says of the work.
    var progress = WorkProgress.none
    /// Bytes that the terminal has not taken yet: the rest of one frame, and what the user had sent.
    var waiting: [UInt8] = []
    private var taken = 0
    /// Modes and title are sent after the first frame: the frame comes first, and they belong to our screen.
    var modesAreDue = true
    private var isOpen = true
    /// Signals that came while somebody else had the terminal.
    private var keptSignals: UInt32 = 0

    /// Opens the terminal that the process stands on; nothing is written to it before the first frame.
    ///
    /// - Parameter waker: what the loop's mailbox wakes; signals use it too.
    public init(_ options: TerminalOptions, waker: Waker) throws(TerminalError) {
        handle = try TerminalHandle(mayRedirectOutput: options.mayRedirectOutput)
        do {
            let address = try Self.cursorAddress(of: options.terminalName, on: handle)
            sequences = ControlSequences(
                terminalName: options.terminalName, cursorAddress: address, usesMouse: options.usesMouse,
                showsProgress: options.showsProgress)
            try Self.guardTerminal(handle, undoing: sequences)
        } catch {
            handle.shut()
            throw error
        }
        self.waker = waker
        errors = ErrorRedirection(to: options.errorLog)
        isUnicode = cn_locale_is_utf8() == 1
        links = isUnicode && sequences.isANSI ? options.links : .none
        keySequences = KeyCapabilities.read { cn_terminfo_string($0).map { String(cString: $0) } }
        // Before ncurses: it takes a signal only when nobody else has it.
        cn_signals_forward(waker.descriptor)
        cn_crash_handlers_install()
        cn_restoration_arm(1)
        let isOpened =
            cn_screen_open(options.terminalName, handle.descriptor, options.usesColour && options.hasTrueColour ? 1 : 0)
            == 1
        let colours = isOpened && options.usesColour ? Int(cn_screen_colours()) : 0
        palette = Palette(.terminal, depth: ColourDepth(colours: colours))
        hasColour = palette.depth != .none
        fitting = GlyphFitting(isUnicode: isUnicode) { Int(cn_scalar_width($0)) }
        size = Size(columns: 80, rows: 24)
        guard isOpened else {
            giveEverythingBack()
            throw .system(call: "newterm", code: 0)
        }
        definePairs()
        _ = measure()
    }

    deinit { close() }

    /// Gives the terminal back as it was. Safe to call twice.
    public func close() {
        guard isOpen else { return }
        leave()
        cn_screen_close()
        giveEverythingBack()
    }

    private func giveEverythingBack() {
        isOpen = false
        cn_restoration_arm(0)
        cn_guardian_stop()
        cn_crash_handlers_remove()
        cn_signals_release()
        errors?.undo()
        handle.shut()
    }

    // MARK: Opening

    private static func cursorAddress(of name: String, on handle: TerminalHandle) throws(TerminalError) -> String {
        guard !name.isEmpty else { throw .terminalNotNamed }
        guard cn_terminfo_load(name, handle.descriptor) == 1 else { throw .unknownTerminal(name) }
        guard let address = cn_terminfo_string("cup") else { throw .noCursorAddressing(name) }
        return String(cString: address)
    }

    private static func guardTerminal(_ handle: TerminalHandle, undoing ours: ControlSequences) throws(TerminalError) {
        let names = ["cnorm", "sgr0", "rmcup"]
        let capabilities = names.compactMap { (name: String) -> String? in
            cn_terminfo_string(name).map { ControlSequences.withoutPadding(String(cString: $0)) }
        }
        let undo = Array((ours.leave + capabilities.joined()).utf8)
        let prepared = cn_restoration_prepare(handle.descriptor, undo, undo.count)
        guard prepared == 0 else { throw .system(call: "tcgetattr", code: prepared) }
        let guarded = cn_guardian_start()
        guard guarded == 0 else { throw .system(call: "fork", code: guarded) }
    }

    // MARK: Size and waiting

    public func measure() -> Size {
        let measured = handle.measured() ?? (columns: 80, rows: 24)
        // Anybody can claim a window of 65535 x 65535; what is beyond the limits stays blank.
        let now = Size(columns: min(measured.columns, 1024), rows: min(measured.rows, 512))
        if now != size { shown = nil }
        size = now
        cn_screen_resize(Int32(now.rows), Int32(now.columns))
        return now
    }

    public func wait(atMost limit: Duration?) -> TerminalNews {
        let ready = cn_wait(
            handle.descriptor, waker.descriptor, limit.map(Self.nanoseconds) ?? -1, waiting.isEmpty ? 0 : 1)
        if ready & Int32(CN_ROOM.rawValue) != 0 { push() }
        let signals = cn_signals_take() | keptSignals
        keptSignals = 0
        return TerminalNews(
            hasInput: ready & Int32(CN_INPUT.rawValue) != 0, isGone: ready & Int32(CN_GONE.rawValue) != 0,
            signals: Self.signals(in: signals))
    }

    private static func nanoseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    private static func signals(in set: UInt32) -> Set<TerminalSignal> {
        var signals: Set<TerminalSignal> = []
        for number in [SIGTERM, SIGHUP, SIGINT] where set & (1 << UInt32(number)) != 0 { signals.insert(.end(number)) }
        if set & (1 << UInt32(SIGWINCH)) != 0 { signals.insert(.resized) }
        if set & (1 << UInt32(SIGCONT)) != 0 { signals.insert(.continued) }
        if set & (1 << UInt32(SIGTSTP)) != 0 { signals.insert(.stopRequested) }
        return signals
    }

    public func readInput() -> [UInt8]? { handle.read() }

    public func takeMouse(_ isOurs: Bool) {
        sequences.usesMouse = isOurs
        // Before the first frame the modes are still to come.
        if !modesAreDue { send(sequences.mouse) }
    }

    public func ring() { send("\u{7}") }

    public func send(_ sequence: String) {
        guard !sequence.isEmpty else { return }
        waiting += sequence.utf8
        push()
    }

    public func delivery() -> Delivery {
        defer { taken = 0 }
        return Delivery(taken: taken, isFull: !waiting.isEmpty)
    }

    /// Gives the terminal what it takes now.
    func push() {
        while !waiting.isEmpty {
            let count = waiting.withUnsafeBufferPointer {
                cn_write_some(handle.descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else {
                // One that is gone shows at the next wait.
                if count < 0 { waiting = [] }
                return
            }
            taken += count
            waiting.removeFirst(count)
        }
    }

    /// Waits until the terminal has all of it: somebody else writes next.
    private func pushAll() {
        handle.write(waiting[...])
        waiting = []
    }

    // MARK: Giving the terminal away for a while

    /// The shell's screen and modes; the crash handler and the guardian have nothing to undo from here on.
    private func leave() {
        pushAll()
        if !modesAreDue { handle.write(sequences.leave) }
        cn_screen_leave()
        modesAreDue = true
        cn_restoration_arm(0)
    }

    /// Raw modes again; the screen follows with the next frame. After a stop that we didn't choose, what is on the
    /// terminal is unknown: it is left properly first, so that modes don't pile up.
    public func takeBack() {
        if !modesAreDue { leave() }
        cn_restoration_arm(1)
        cn_screen_reenter()
        modesAreDue = true
    }

    public func suspend(wholeJob: Bool) {
        leave()
        cn_stop(wholeJob ? 1 : 0)
        // The stop and its end are dealt with here.
        keptSignals |= cn_signals_take() & ~(1 << UInt32(SIGCONT) | 1 << UInt32(SIGTSTP))
        takeBack()
    }

    public func handOver(to arguments: [String]) -> Int32 {
        guard !arguments.isEmpty else { return 127 }
        leave()
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        words.append(nil)
        let status = cn_hand_over(words, handle.descriptor)
        for word in words { free(word) }
        takeBack()
        return status
    }
}
