// `--replay FILE`: the news of a recording, in its order and at its times, given to the same program on the same screen.
import App
import Glibc
import Recordings
import Screen
import Storage
import Synchronization
import Terminal

/// Plays a recording. Nothing is sent, run or written, while it plays and afterwards.
struct ReplayRun {
    let path: String
    /// How much faster than it was; nil: as fast as it goes.
    let speed: Double?

    /// The exit status.
    func run() -> Int32 {
        let recording: Recording
        do {
            let text = try readText(path)
            recording = try Recording(Array(text.utf8), .ofWorkspace)
        } catch {
            complain("oropendola: \((error as? RecordingProblem).map(words) ?? "\(error)")")
            return 1
        }
        let environment = Folders.environment()
        for number in [SIGHUP, SIGTERM, SIGINT] { signal(number, SIG_IGN) }
        let device: NcursesDevice
        let mailbox: Mailbox<AppMessage>
        do throws(TerminalError) {
            let waker = try Waker()
            mailbox = Mailbox(waker: waker)
            // Note: before any thread is started. It forks the guardian.
            device = try NcursesDevice(
                TerminalOptions(
                    recording.header.start.settings, environment,
                    errorLog: errorLog(in: Folders(environment: environment))),
                waker: waker)
        } catch {
            complain(error.sentence)
            return 2
        }
        let size = device.measure()
        let stage = ReplayStage(recording, mailbox: mailbox, speed: speed, isSameSize: size == recording.header.size)
        let loop = TerminalLoop(
            program: AppModel(recording.header.start), device: device, mailbox: mailbox,
            onFirstPaint: stage.begin, ear: stage.ear, perform: stage.perform)
        let end = loop.run()
        mailbox.close()
        device.close()
        stage.end()
        if size != recording.header.size {
            let recorded = recording.header.size
            complain(
                "oropendola: this was recorded on \(recorded.columns)x\(recorded.rows) cells and replayed on "
                    + "\(size.columns)x\(size.rows): rows were broken in other places.")
        }
        if recording.isCut {
            complain("oropendola: \(path) ends in the middle of a line; what came before was played.")
        }
        return end.exitStatus
    }

    private func words(_ problem: RecordingProblem) -> String {
        switch problem {
        case .noRecording: "\(path) is no recording. oropendola --record FILE makes one."
        case .laterVersion(let version):
            "\(path) was recorded by a newer oropendola (version \(version) of recordings, this one reads "
                + "\(RecordingHeader.version)). Nothing was played."
        case .line(let number, let reason): "\(path), line \(number): \(reason). Nothing was played."
        }
    }
}

/// Gives the program its news, and answers its orders.
final class ReplayStage: Sendable {
    private struct State: Sendable {
        var isPlaying = true
        /// How many messages the recording brought, once all are on their way; and how many the program has heard.
        var total: Int?
        var heard = 0
        /// Somebody does not want to wait for the rest.
        var isHurried = false
        /// Changes whose colours the program asked for, in order.
        var asked: [HighlightRequest] = []
        /// Of the news that was played last.
        var clock = 0
        var player: Task<Void, Never>?
    }

    private let recording: Recording
    private let mailbox: Mailbox<AppMessage>
    private let speed: Double?
    private let isSameSize: Bool
    private let state = Mutex(State())
    private let clock = ContinuousClock()
    private let timers: Timers

    init(_ recording: Recording, mailbox: Mailbox<AppMessage>, speed: Double?, isSameSize: Bool) {
        self.recording = recording
        self.mailbox = mailbox
        self.speed = speed
        self.isSameSize = isSameSize
        let last = recording.heard.last?.at ?? 0
        timers = Timers { timer in _ = await mailbox.send(.timerFired(timer, at: last + 1)) }
    }

    func begin() {
        state.withLock { state in
            state.player = Task { await self.play() }
        }
    }

    func end() { state.withLock { $0.player }?.cancel() }

    private func play() async {
        let origin = clock.now
        var sent = 0
        for (_, at, news) in recording.heard {
            if let speed, !state.withLock({ $0.isHurried }) {
                let due = origin.advanced(by: .milliseconds(Int(Double(at) / speed)))
                while clock.now < due, !state.withLock({ $0.isHurried }) {
                    let rest = min(clock.now.duration(to: due), .milliseconds(100))
                    do { try await clock.sleep(for: rest) } catch { return }
                }
            }
            guard !Task.isCancelled else { return }
            state.withLock { $0.clock = at }
            switch news {
            case .message(let message):
                if !isSameSize, case .input(.resized) = message { continue }
                await mailbox.send(message)
                sent += 1
            case .highlighted:
                guard let request = await nextAsked() else { continue }
                await mailbox.send(.highlighted(request.performed()))
                sent += 1
            case .leftOut: continue
            }
        }
        state.withLock { $0.total = sent }
    }

    /// The program asks as soon as it has heard what came before; nil when it never does.
    private func nextAsked() async -> HighlightRequest? {
        for _ in 0..<250 {
            let request = state.withLock { $0.asked.isEmpty ? nil : $0.asked.removeFirst() }
            if let request { return request }
            do { try await clock.sleep(for: .milliseconds(20)) } catch { return nil }
        }
        return nil
    }

    // MARK: The loop's side

    /// While it plays the user's keys are the recording's; Ctrl-C goes to its end.
    func ear(_ message: AppMessage, isFromTerminal: Bool) -> AppMessage? {
        let isPlaying = state.withLock { state in
            // What the last piece of news ordered was ordered by the recording, too.
            if let total = state.total, state.heard >= total { state.isPlaying = false }
            if !isFromTerminal { state.heard += 1 }
            return state.isPlaying
        }
        guard isFromTerminal, isPlaying else { return message }
        guard case .input(let event) = message else { return message }
        switch event {
        case .resized: return isSameSize ? nil : message
        case .key(.control("c")):
            state.withLock { $0.isHurried = true }
            return nil
        default: return nil
        }
    }

    func perform(_ effect: AppEffect) -> TerminalAction<AppMessage>? {
        let (isPlaying, time) = state.withLock { ($0.isPlaying, $0.clock) }
        switch effect {
        case .redraw: return .redraw
        case .takeMouse(let isOurs): return .takeMouse(isOurs)
        case .quit: return isPlaying ? nil : .quit
        case .suspend: return isPlaying ? nil : .suspend
        case .highlight(let request) where isPlaying:
            state.withLock { $0.asked.append(request) }
        case .startTimer(let timer, let milliseconds) where !isPlaying:
            timers.start(timer, milliseconds: milliseconds)
        case .stopTimer(let timer) where !isPlaying: timers.stop(timer)
        default:
            if isPlaying { return nil }
            for message in ReplayAnswer.news(to: effect, at: time + 1) { mailbox.post(message) }
        }
        return nil
    }
}
