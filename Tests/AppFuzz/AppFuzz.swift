// Random keys, pastes, sizes and news for the whole model: nothing crashes, no request is answered by chance, no text
// is lost.

package import App
internal import ChangeReview
internal import Screen
internal import TaskMachine
internal import TestSupport

/// Where a run has to get, or it has shown nothing.
package enum FuzzedPlace: String, CaseIterable, Hashable, Sendable {
    case request = "a request was asked"
    case answered = "a command was allowed by its key"
    case sent = "a message was sent"
    case staged = "a change was staged"
    case written = "accepted changes were written"
    case undone = "a write was taken back"
    case kept = "the draft was kept"
    case edited = "an editor was opened"
    case copied = "something was copied"
    case exported = "something was exported"
    case found = "files were looked for"
    case ended = "the program was left"
    case drawn = "a frame was drawn"
}

/// What may not happen.
package struct BrokenLaw: Error, CustomStringConvertible {
    package var description: String
}

package struct AppFuzz {
    package private(set) var reached: [FuzzedPlace: Int] = [:]
    /// Hears every message before the model does.
    package var ear: ((AppMessage) -> Void)?
    /// Called with what a new model begins with.
    package var onBegin: ((StartReport) -> Void)?
    /// Every how many events a frame is drawn, twice, to see that nothing is remembered wrongly.
    package var eventsPerFrame = 1000
    var chance: SeededGenerator
    var run = ModelRun(StartReport(folder: "~/x", folderPath: "/x"))
    var running: [ToolCall] = []
    var request = 0
    /// How many events this model has had; after so many there is a new one.
    var step = 0
    private static let eventsPerModel = 4000
    /// When the request that is there came up, or the last key was pressed before it had been quiet for 400 ms.
    private var quietSince: Int?
    private var hasBeenQuiet = false
    private var lastSent: String?

    package init(seed: UInt64) { chance = SeededGenerator(seed: seed) }

    package mutating func play(_ events: Int) throws(BrokenLaw) {
        begin()
        for event in 0..<events {
            if step >= Self.eventsPerModel { begin() }
            step += 1
            if number(0..<4) == 0 {
                let milliseconds = number(0..<1500)
                if let fired = run.next(within: milliseconds) {
                    try send(fired)
                    continue
                }
            }
            try send(nextMessage())
            if event % eventsPerFrame == 0 { try draw() }
        }
    }

    private mutating func begin() {
        step = 0
        running = []
        quietSince = nil
        lastSent = nil
        var report = StartReport(folder: "~/x", folderPath: "/x")
        report.unicode = number(0..<2) == 0
        run = ModelRun(report)
        onBegin?(report)
        // Some are typed into before the folder's files are read.
        if number(0..<4) > 0 {
            ear?(.started(report))
            _ = run.send(.started(report))
        }
    }

    mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &chance) }
    mutating func reach(_ place: FuzzedPlace) { reached[place, default: 0] += 1 }

    private mutating func send(_ message: AppMessage) throws(BrokenLaw) {
        let before = run.model
        ear?(message)
        if let quietSince, run.time - quietSince >= 400 { hasBeenQuiet = true }
        let effects = run.send(message)
        // Another conversation takes the place of this one, whose file has what was sent.
        if case .conversationOpened = message { lastSent = nil }
        var answers: [AppMessage] = []
        for effect in effects { try heed(effect, of: message, before: before, &answers) }
        try check(message, before)
        for answer in answers { try send(answer) }
    }

    private mutating func heed(
        _ effect: AppEffect, of message: AppMessage, before: AppModel, _ answers: inout [AppMessage]
    ) throws(BrokenLaw) {
        switch effect {
        case .agent(.send(let command)): request = command.id
        case .prepare(let preparation): answers.append(.prepared(PreparedTurn(), id: preparation.id))
        case .execute(let call, _, _):
            running.append(call)
            if call.command != nil { try checkYes(to: call, message, before) }
        case .remember(let text):
            lastSent = text
            reach(.sent)
        case .apply(let plan):
            answers.append(outcome(of: plan))
            reach(.written)
        case .previewUndo(let entry):
            guard case .write(entry, let plan) = before.changes.nextUndo else { break }
            answers.append(.undoPreviewed(UndoPreview(entry: entry, steps: plan.inverse.steps, skipped: [])))
        case .undo(let entry):
            answers.append(.undone(journalEntry: entry, skipped: [], plan: nil))
            reach(.undone)
        case .keepDraft: reach(.kept)
        case .edit, .editFile: reach(.edited)
        case .copy: reach(.copied)
        case .exportReview, .exportConversation: reach(.exported)
        case .findFiles: reach(.found)
        case .quit:
            reach(.ended)
            step = Self.eventsPerModel
        default: break
        }
    }

    // MARK: Laws

    /// A command runs only by a key that means yes, pressed at the request, after 400 ms on screen without a key; where
    /// that key was `write first`, behind the write.
    private func checkYes(to call: ToolCall, _ message: AppMessage, _ before: AppModel) throws(BrokenLaw) {
        if case .applied = message, before.isWritingFirst { return }
        guard case .input(.key(let key)) = message, Self.yes.contains(key), before.isAtRequest else {
            throw BrokenLaw(description: "\(call.command ?? "") ran by \(message)")
        }
        guard hasBeenQuiet else {
            throw BrokenLaw(description: "\(call.command ?? "") was allowed too soon after it was asked for")
        }
    }

    private mutating func check(_ message: AppMessage, _ before: AppModel) throws(BrokenLaw) {
        let after = run.model
        if before.request != after.request {
            (quietSince, hasBeenQuiet) = (after.request == nil ? nil : run.time, false)
            if after.request != nil { reach(.request) }
            if case .input(.key(let key)) = message, Self.yes.contains(key), before.isAtRequest { reach(.answered) }
        } else if after.request != nil, case .input(.key) = message, !hasBeenQuiet {
            quietSince = run.time
        }
        if after.isWritingFirst, !before.isWritingFirst {
            guard case .input(.key) = message, before.isAtRequest, hasBeenQuiet else {
                throw BrokenLaw(description: "a command waits for a write that nobody asked for: \(message)")
            }
        }
        if after.changes.changes.count > before.changes.changes.count { reach(.staged) }
        try checkSent(before, after)
        try checkDraft(message, before, after)
    }

    /// A message that was sent is in the chat, in the queue, held, or was cleared away by the user.
    private mutating func checkSent(_ before: AppModel, _ after: AppModel) throws(BrokenLaw) {
        let (old, new) = (before.conversation, after.conversation)
        // What the user took out of the queue or the chat is not lost.
        if before.isInQueue && new.queue != old.queue || new.entries.count < old.entries.count { lastSent = nil }
        guard let last = lastSent else { return }
        let isShown =
            new.entries.last(where: {
                $0.content == .user(last) || $0.content == .steered(last)
            }) != nil
        guard
            isShown || new.queue.contains(last) || after.heldMessages.contains(last) || new.steers.contains(last)
                || new.entries.isEmpty || after.unsentText.contains(last)
        else { throw BrokenLaw(description: "\(last) was lost") }
    }

    /// What happens beside the user changes nothing of what is being written.
    private func checkDraft(_ message: AppMessage, _ before: AppModel, _ after: AppModel) throws(BrokenLaw) {
        switch message {
        case .input, .editorReturned, .conversationOpened, .started: return
        default: break
        }
        let (old, new) = (before.unsentText, after.unsentText)
        if case .agent(.answered, at: _) = message, before.textToReword == old { return }
        guard new == old || new.contains(old) else {
            throw BrokenLaw(
                description: "\(message) made \(old.debugDescription) \(new.debugDescription)")
        }
    }

    private mutating func draw() throws(BrokenLaw) {
        let size = randomSize()
        var model = run.model
        let frame = model.frame(in: size)
        reach(.drawn)
        guard frame == model.frame(in: size) else { throw BrokenLaw(description: "drawn twice, two pictures") }
        guard frame.cells.size == size else { throw BrokenLaw(description: "\(size), drawn \(frame.cells.size)") }
        if let cursor = frame.cursor, !frame.cells.bounds.contains(cursor) {
            throw BrokenLaw(description: "the cursor is at \(cursor) of \(size)")
        }
        for row in 0..<size.rows {
            for cell in frame.cells.row(row) where cell.text.unicodeScalars.contains(where: Self.isControl) {
                throw BrokenLaw(description: "\(cell.text.debugDescription) is on the screen")
            }
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
    }
}
