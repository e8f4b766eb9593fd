// The loop, turn by turn, on a scripted terminal.
import Screen
import Testing

@testable import Terminal

/// Collects what it is told; some keys are orders.
private struct Notebook: Program {
    enum Effect: Sendable { case quit, suspend, redraw, bell, edit }

    var text = ""

    func message(for input: InputEvent) -> String {
        switch input {
        case .key(let key):
            if case .character(let character) = key.code, key.modifiers.isEmpty { return String(character) }
            return key == Key(.escape) ? "<Esc>" : "<\(key.code)>"
        case .resized(let size): return "[\(size.columns)x\(size.rows)]"
        case .mouse: return "<wheel>"
        default: return "?"
        }
    }

    mutating func update(_ message: String) -> [Effect] {
        switch message {
        case "Q": return [.quit]
        case "Z": return [.suspend]
        case "L": return [.redraw]
        case "B": return [.bell]
        case "E": return [.edit]
        default:
            text += message
            return []
        }
    }

    mutating func frame(in size: Size) -> Frame {
        var cells = CellBuffer(size: size)
        cells.put(text, at: Point(column: 0, row: 0), as: .plain)
        return Frame(cells: cells)
    }
}

struct TerminalLoopTests {
    private let device = ScriptedDevice()
    private let mailbox: Mailbox<String>
    private let loop: TerminalLoop<Notebook>

    init() throws {
        mailbox = Mailbox(waker: try Waker(), capacity: 1000)
        let device = device
        loop = TerminalLoop(
            program: Notebook(), device: device, mailbox: mailbox, now: { device.time }, perform: Self.perform)
    }

    private static func perform(_ effect: Notebook.Effect) -> TerminalAction<String>? {
        switch effect {
        case .quit: .quit
        case .suspend: .suspend
        case .redraw: .redraw
        case .bell: .bell
        case .edit: .handOver(arguments: ["ed", "file"]) { "(\($0))" }
        }
    }

    /// Plays the moments, one turn each, after the first paint.
    private func play(_ moments: ScriptedDevice.Moment...) -> LoopEnd? {
        if !device.hasPainted { #expect(loop.turn() == nil) }
        _ = device.takeCalls()
        device.script = moments
        var end: LoopEnd?
        for _ in moments where end == nil { end = loop.turn() }
        return end
    }

    @Test func theFirstTurnPaintsAndOnlyThenTellsSo() throws {
        let device = ScriptedDevice()
        var paintedBefore = 0
        let loop = TerminalLoop(
            program: Notebook(), device: device, mailbox: mailbox, now: { device.time },
            onFirstPaint: { paintedBefore = device.calls.count }, perform: { _ in nil })
        #expect(loop.turn() == nil)
        #expect(device.calls == [.painted("[20x2]")])
        #expect(paintedBefore == 1)
    }

    @Test func idleMeansNoLimitAndNoPaint() {
        _ = play(.woken(), .woken(), .woken())
        #expect(device.takeCalls() == [.waited(nil), .waited(nil), .waited(nil)])
    }

    @Test func aKeyIsPaintedInItsTurn() {
        _ = play(.typed("a"), .typed("b"))
        #expect(device.takeCalls() == [.waited(nil), .painted("[20x2]a"), .waited(nil), .painted("[20x2]ab")])
    }

    @Test func messagesArePacedToSixtyFramesASecond() {
        _ = play(.typed("k"))
        mailbox.post("1")
        _ = play(.woken(after: .milliseconds(5)))
        mailbox.post("2")
        _ = play(.woken(after: .milliseconds(5)), .quiet)
        #expect(device.takeCalls() == [.waited(.milliseconds(11)), .waited(.milliseconds(6)), .painted("[20x2]k12")])
    }

    @Test func inputGoesBeforeMessages() {
        mailbox.post("m")
        _ = play(.typed("k"))
        #expect(device.takeCalls() == [.waited(nil), .painted("[20x2]km")])
    }

    @Test func aFullMailboxIsDrainedInPortionsWithoutSleeping() {
        for _ in 0..<600 { mailbox.post("m") }
        _ = play(.woken(), .woken(), .woken(), .woken())
        #expect(loop.program.text.filter { $0 == "m" }.count == 600)
        let limits = device.takeCalls().filter { if case .waited = $0 { true } else { false } }
        #expect(limits.prefix(3) == [.waited(nil), .waited(.zero), .waited(.zero)])
    }

    /// The terminal has yet to take the rest of a frame: keys are heard, frames are left out, and one shows all of it.
    @Test func aTerminalThatIsBehindIsWaitedForAndNothingQueues() {
        var full = ScriptedDevice.Moment.typed("a")
        full.delivery = Delivery(taken: 10, isFull: true)
        mailbox.post("1")
        _ = play(full, .typed("b"), .woken(), .typed("c"))
        #expect(loop.program.text == "[20x2]a1bc")
        #expect(device.takeCalls() == [.waited(nil), .waited(nil), .waited(nil), .waited(nil)])
        var through = ScriptedDevice.Moment.woken()
        through.delivery = Delivery(taken: 5)
        _ = play(through, .woken())
        #expect(device.takeCalls() == [.waited(nil), .painted("[20x2]a1bc"), .waited(nil)])
    }

    /// On a line that was measured a frame for messages waits until what is under way is through; a key does not.
    @Test func aSlowLineGetsFewerFramesAndKeysAtOnce() {
        var full = ScriptedDevice.Moment.woken()
        full.delivery = Delivery(taken: 21_000, isFull: true)
        var still = ScriptedDevice.Moment.woken(after: .seconds(1))
        still.delivery = Delivery(taken: 5_000, isFull: true)
        var through = ScriptedDevice.Moment.woken(after: .seconds(1))
        through.delivery = Delivery(taken: 1_000)
        _ = play(full, still, through)
        _ = device.takeCalls()
        mailbox.post("m")
        _ = play(.woken(), .typed("k"))
        let calls = device.takeCalls()
        #expect(calls.count == 3 && calls.last == .echoed("[20x2]mk"), "\(calls)")
        guard case .waited(let limit?) = calls[1] else {
            Issue.record("no frame is planned: \(calls)")
            return
        }
        #expect(limit > .seconds(2) && limit <= .seconds(5))
    }

    @Test func aLoneEscapeIsTakenAfterAMoment() {
        _ = play(.typed("\u{1B}"), .quiet)
        #expect(device.takeCalls() == [.waited(nil), .waited(.milliseconds(25)), .painted("[20x2]<Esc>")])
    }

    @Test func aSplitSequenceIsOneKey() {
        _ = play(.typed("\u{1B}"), .typed("[A", after: .milliseconds(5)))
        #expect(loop.program.text == "[20x2]<up>")
    }

    @Test func aStormOfResizesIsOneMessage() {
        _ = play()
        device.size = Size(columns: 9, rows: 1)
        _ = play(.signal(.resized), .signal(.resized))
        #expect(loop.program.text == "[20x2][9x1]")
    }

    /// Each wakes the loop, and the screen is painted when its frame is due.
    @Test func aLongStormIsPaintedAtTheFramesPace() {
        _ = play(.typed("k"))
        var moments: [ScriptedDevice.Moment] = []
        for _ in 0..<200 {
            var moment = ScriptedDevice.Moment.signal(.resized)
            moment.passes = .milliseconds(1)
            moments.append(moment)
        }
        device.script = moments + [.quiet]
        _ = device.takeCalls()
        for step in 0..<201 {
            device.size = Size(columns: 20 + step % 7, rows: 2)
            #expect(loop.turn() == nil)
        }
        let painted = device.takeCalls().filter { if case .painted = $0 { true } else { false } }
        #expect((10...14).contains(painted.count), "\(painted.count) frames in 200 ms")
    }

    @Test func endingSignalsEndTheLoop() {
        #expect(play(.signal(.end(15))) == .signal(15))
        #expect(device.takeCalls() == [.waited(nil)])
    }

    @Test func aVanishedTerminalEndsTheLoop() {
        #expect(play(.gone) == .terminalGone)
    }

    @Test func theEndOfInputEndsTheLoop() {
        #expect(play(.typed("")) == .terminalGone)
    }

    @Test func aSignalSaysMoreThanAVanishedTerminal() {
        let both = ScriptedDevice.Moment(news: TerminalNews(isGone: true, signals: [.end(1)]))
        #expect(play(both) == .signal(1))
    }

    @Test func quitEndsBeforeWhatFollows() {
        #expect(play(.typed("aQb")) == .quit)
        #expect(loop.program.text == "[20x2]a")
    }

    @Test func suspendingStopsTheJobAndPaintsAfresh() {
        _ = play(.typed("Z"))
        #expect(device.takeCalls() == [.waited(nil), .suspended(wholeJob: true), .forgotten, .painted("[20x2]")])
    }

    @Test func aStopFromOutsideStopsThisProcessAlone() {
        _ = play(.signal(.stopRequested), .signal(.continued))
        let calls = device.takeCalls()
        #expect(calls.contains(.suspended(wholeJob: false)))
        #expect(calls.contains(.takenBack))
    }

    @Test func aChildsStatusComesBackAsAMessage() {
        device.childStatus = 3
        _ = play(.typed("E"))
        let expected: [ScriptedDevice.Call] = [
            .waited(nil), .handedOver(["ed", "file"]), .forgotten, .painted("[20x2](3)"),
        ]
        #expect(device.takeCalls() == expected)
    }

    @Test func redrawAndBell() {
        _ = play(.typed("LB"))
        #expect(device.takeCalls() == [.waited(nil), .forgotten, .rang, .painted("[20x2]")])
    }
}
