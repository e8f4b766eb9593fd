// The program's heartbeat: one thread that waits, reads, updates and paints, and sleeps when there is nothing to do.
public import Screen

/// Why the loop returned.
public enum LoopEnd: Equatable, Sendable {
    /// The program asked for it.
    case quit
    /// A signal asked for it (SIGTERM, SIGHUP, SIGINT): save, then exit with 128 + number.
    case signal(Int32)
    /// The terminal went away without a signal.
    case terminalGone
}

/// Drives a program on a terminal. Made and used on one thread; `run` blocks it.
///
/// A turn: wait, decode input, drain the mailbox (at most 256 messages), update, paint at most once.
/// When nothing is out of date there is no time limit on the wait, so an idle program does not wake.
public final class TerminalLoop<P: Program> {
    /// How long a lone Escape may still become an Alt key or a sequence.
    private let escapePatience = Duration.milliseconds(25)
    /// Messages taken from the mailbox in one turn; input is looked at again after so many.
    static var messagesPerTurn: Int { 256 }

    public private(set) var program: P
    private let device: any TerminalDevice
    private let mailbox: Mailbox<P.Message>
    private let now: () -> Duration
    private let perform: (P.Effect) -> TerminalAction<P.Message>?
    private let onFirstPaint: () -> Void
    private let ear: ((P.Message, Bool) -> P.Message?)?

    private var decoder: KeyDecoder
    private var escapeDue: Duration?
    private var schedule = FrameSchedule()
    private var link = LinkPace()
    /// The terminal has yet to take the rest of the latest frame.
    private var isBehind = false
    private var titles = TitlePace()
    private var size: Size?
    private var hasMoreMessages = false
    private var end: LoopEnd?

    /// - Parameters:
    ///   - perform: runs an effect; it must not block. What only the loop can do is handed back.
    ///   - onFirstPaint: called once, when the first frame is on the screen; start slow things here.
    ///   - now: monotonic time since any fixed moment.
    ///   - ear: hears every message before the program does, and whether the terminal sent it; what it gives back is what
    ///     the program hears, `nil` nothing. It must not block.
    public init(
        program: P, device: any TerminalDevice, mailbox: Mailbox<P.Message>,
        now: @escaping () -> Duration = monotonicTime(),
        onFirstPaint: @escaping () -> Void = {},
        ear: ((P.Message, Bool) -> P.Message?)? = nil,
        perform: @escaping (P.Effect) -> TerminalAction<P.Message>?
    ) {
        self.program = program
        self.device = device
        self.mailbox = mailbox
        self.now = now
        self.perform = perform
        self.onFirstPaint = onFirstPaint
        self.ear = ear
        decoder = KeyDecoder(sequences: device.keySequences)
    }

    /// Turns until something ends the loop. The mailbox stays open: its owner closes it.
    public func run() -> LoopEnd {
        while true {
            if let end = turn() { return end }
        }
    }

    /// One turn. The first one only paints. Returns the end when it has come.
    public func turn() -> LoopEnd? {
        if size == nil {
            start()
        } else {
            let news = device.wait(atMost: patience())
            followDelivery()
            heed(news)
            if end == nil { read(news) }
            if end == nil { drainMailbox() }
            // Frames are left out, not queued: the next one shows what they would have.
            if end == nil, !isBehind, schedule.isDue(at: now()) { paint() }
        }
        return end
    }

    private func start() {
        let measured = device.measure()
        size = measured
        update(program.message(for: .resized(measured)), because: .key, isFromTerminal: true)
        paint()
        onFirstPaint()
    }

    /// How long the next wait may be: until a frame or a lone Escape is due; without limit when neither is.
    private func patience() -> Duration? {
        if hasMoreMessages { return .zero }
        let frame = isBehind ? nil : schedule.due
        guard let first = [frame, escapeDue].compactMap(\.self).min() else { return nil }
        return max(.zero, first - now())
    }

    // MARK: What comes in

    private func heed(_ news: TerminalNews) {
        for signal in news.signals {
            if case .end(let number) = signal, end == nil { end = .signal(number) }
        }
        guard end == nil else { return }
        if news.signals.contains(.stopRequested) { suspend(wholeJob: false) }
        if news.signals.contains(.continued) { device.takeBack() }
        // A storm of resizes arrives as one signal; the size is what it is now.
        if !news.signals.isEmpty { measure() }
        if news.isGone, !news.hasInput { end = end ?? .terminalGone }
    }

    private func measure() {
        let measured = device.measure()
        device.forget()
        schedule.changed(by: .message, at: now())
        guard measured != size else { return }
        size = measured
        update(program.message(for: .resized(measured)), because: .message, isFromTerminal: true)
    }

    private func read(_ news: TerminalNews) {
        if news.hasInput {
            guard let bytes = device.readInput() else {
                end = .terminalGone
                return
            }
            deliver(decoder.decode(bytes))
            escapeDue = decoder.isWaiting ? now() + escapePatience : nil
        } else if let due = escapeDue, due <= now() {
            escapeDue = nil
            deliver(decoder.timeout())
        }
    }

    private func deliver(_ events: [InputEvent]) {
        for event in events where end == nil {
            var cause = FrameSchedule.Cause.key
            if case .mouse = event { cause = .pointer }
            update(program.message(for: event), because: cause, isFromTerminal: true)
        }
    }

    private func drainMailbox() {
        let (messages, hasMore) = mailbox.take(atMost: Self.messagesPerTurn)
        hasMoreMessages = hasMore
        for message in messages where end == nil { update(message, because: .message) }
    }

    // MARK: What goes out

    private func update(
        _ message: P.Message, because cause: FrameSchedule.Cause, isFromTerminal: Bool = false
    ) {
        var message = message
        if let ear {
            guard let heard = ear(message, isFromTerminal) else { return }
            message = heard
        }
        schedule.changed(by: cause, at: now())
        for effect in program.update(message) {
            guard let action = perform(effect) else { continue }
            act(action)
        }
    }

    private func act(_ action: TerminalAction<P.Message>) {
        switch action {
        case .quit:
            end = end ?? .quit
        case .suspend:
            suspend(wholeJob: true)
        case .redraw:
            device.forget()
            schedule.changed(by: .key, at: now())
        case .bell:
            device.ring()
        case .takeMouse(let isOurs):
            device.takeMouse(isOurs)
        case .send(let sequence):
            device.send(sequence)
        case .handOver(let arguments, let then):
            let status = device.handOver(to: arguments)
            measure()
            update(then(status), because: .key)
        }
    }

    private func suspend(wholeJob: Bool) {
        device.suspend(wholeJob: wholeJob)
        measure()
        schedule.changed(by: .key, at: now())
    }

    private func paint() {
        guard let size else { return }
        var frame = program.frame(in: size)
        frame.title = titles.title(for: frame.title, at: now())
        // A whole frame would bring along all that came meanwhile, and the next key would wait for it.
        let time = now()
        let isEcho = link.isSlow(at: time) && schedule.owesEcho(at: time) && !schedule.isNewsDue(at: time)
        device.paint(frame, isEcho: isEcho)
        if isEcho { schedule.echoed(at: now()) } else { schedule.painted(at: now()) }
        followDelivery()
        if let due = titles.due { schedule.wanted(at: due) }
    }

    private func followDelivery() {
        let delivery = device.delivery()
        isBehind = delivery.isFull
        guard delivery != Delivery() else { return }
        let time = now()
        link.took(delivery, at: time)
        schedule.hold(until: time + link.pause)
    }
}

/// Time since this call, from a clock that nobody sets.
public func monotonicTime() -> () -> Duration {
    let clock = SuspendingClock()
    let origin = clock.now
    return { origin.duration(to: clock.now) }
}
