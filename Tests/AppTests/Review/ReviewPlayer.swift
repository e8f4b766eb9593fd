// Plays a scenario against the review alone, as a program without a chat shows it: the panel, and below it what was said.
//
//     change a.swift turn=2            a proposal, one line each: ` ` kept, `-` before, `+` after, `~20` filler
//     binary a.png 2048 4096           sizes before and after
//     mode run.sh                      becomes executable
//     many 30                          so many files
//     disk a.swift                     what is there now: the lines below, or `gone`, `folder`, `link`
//     keys j space "text" enter        as in `Scenario`
//     edited a.swift                   the editor gave these lines back
//     click 3,5                        column and row; `drag` and `wheel` likewise
//     coloured                         the file in sight was read for its colours
//     branch main                      a commit can be made there; `committed 1a2b3c4 2`: it was
//     refused                          git said these lines; `refused none`: there is no repository
//     written 3, undone, sent          the write is done, it was taken back, the agent has the comments

import ChangeReview
import Screen
import TestSupport
import Testing

@testable import App

struct ReviewPlayer {
    var reviewing: Reviewing
    let size: Size
    private(set) var effects: [Reviewing.Effect] = []
    private(set) var said = ""
    /// What an undo would find changed.
    var leftAlone: [SkippedFile] = []
    private let keys = KeyMap.standard

    init(size: Size, unicode: Bool = true) {
        self.size = size
        reviewing = Reviewing(signs: unicode ? .unicode : .ascii)
        reviewing.place = rect
    }

    private var rect: Rect { Rect(column: 0, row: 0, columns: size.columns, rows: size.rows - 1) }

    mutating func draw() -> Frame {
        var cells = CellBuffer(size: size)
        let cursor = reviewing.draw(into: &cells, within: rect, isFocused: true)
        let line = truncated(said, columns: size.columns)
        cells.put(line, at: Point(column: 0, row: size.rows - 1), as: .status)
        return Frame(cells: cells, cursor: cursor)
    }

    /// A frame, for what it costs.
    mutating func show() { _ = draw() }

    mutating func send(_ event: Reviewing.Event) {
        let new = reviewing.handle(event)
        effects += new
        for effect in new {
            switch effect {
            case .say(let text), .note(let text), .settled(let text): said = text
            case .previewUndo(let entry): preview(entry)
            default: break
            }
        }
    }

    private mutating func preview(_ entry: Int) {
        guard case .write(entry, let plan) = reviewing.changes.nextUndo else { return }
        let skipped = Set(leftAlone.map(\.path))
        let steps = plan.inverse.steps.filter { !skipped.contains($0.path) }
        send(.undoPreviewed(UndoPreview(entry: entry, steps: steps, skipped: leftAlone)))
    }

    private mutating func answerHighlights() {
        for effect in effects.reversed() {
            guard case .highlight(let request) = effect else { continue }
            return send(.highlighted(request.performed()))
        }
        Issue.record("no colours were asked for")
    }

    mutating func type(_ key: Key) {
        said = ""
        send(.key(key, keys.action(for: key, in: reviewing.contexts)))
    }

    mutating func play(_ step: Scenario.Step) {
        let words = step.words.map(\.unquoted)
        switch words[0] {
        case "change": propose(words, step.body)
        case "binary": propose(words[1], Self.binary(Int(words[2]), seed: 3), Self.binary(Int(words[3]), seed: 7))
        case "mode":
            propose(words[1], FileState(bytes: [0x61, 0x0A]), FileState(bytes: [0x61, 0x0A], isExecutable: true))
        case "many": for number in 0..<(Int(words[1]) ?? 0) { one(number) }
        case "disk": disk(words, step.body)
        case "keys": for word in step.words.dropFirst() { type(word) }
        case "edited":
            if let path = RelativePath(words[1]) {
                send(.fileEdited(path, FileState(bytes: Self.bytes(step.body))))
            }
        case "click": mouse(.pressed, words[1])
        case "drag": mouse(.dragged, words[1])
        case "wheel": mouse(words[2] == "up" ? .wheelUp : .wheelDown, words[1])
        case "written": send(.changes(.applied(journalEntry: Int(words[1]) ?? 1)))
        case "undone": send(.undone(journalEntry: Int(words[1]) ?? 1, skipped: leftAlone, plan: nil))
        case "branch": send(.commitNews(.possible(branch: words[1])))
        case "committed": send(.commitNews(.made(CommitReport(id: words[1], files: Int(words[2]) ?? 1))))
        case "refused": send(.commitNews(.refused(words.last == "none" ? .noRepository : .git(step.body))))
        case "sent": send(.changes(.feedbackSent(reviewing.changes.feedback.number)))
        case "coloured": answerHighlights()
        case "left":
            if let path = RelativePath(words[1]) { leftAlone.append(SkippedFile(path: path, reason: .changedSince)) }
        default: Issue.record("line \(step.line): what is \(words[0])?")
        }
    }

    mutating func play(_ lines: String...) {
        for line in lines { play(Scenario.Step(line: 0, words: Scenario.words(line), body: [])) }
    }

    mutating func type(_ word: String) {
        guard word.hasPrefix("\"") else { return type(Key(named: word)) }
        for character in word.dropFirst() { type(Key(character)) }
    }

    private mutating func mouse(_ action: Mouse.Action, _ place: String) {
        let numbers = place.split(separator: ",").compactMap { Int($0) }
        send(.mouse(Mouse(action, at: Point(column: numbers[0], row: numbers[1]))))
    }

    // MARK: Files

    mutating func propose(_ path: String, _ before: FileState?, _ after: FileState?, by author: Author = "") {
        guard let path = RelativePath(path) else { return }
        send(.changes(.proposed(FileStep(path: path, before: before, after: after), by: author)))
    }

    private mutating func propose(_ words: [String], _ body: [String]) {
        var before: [String] = []
        var after: [String] = []
        for line in body {
            if line.hasPrefix("~") {
                let filler = (0..<(Int(line.dropFirst()) ?? 0)).map { "    // line \(before.count + $0 + 1)" }
                before += filler
                after += filler
                continue
            }
            if !line.hasPrefix("+") { before.append(String(line.dropFirst())) }
            if !line.hasPrefix("-") { after.append(String(line.dropFirst())) }
        }
        func state(_ lines: [String]) -> FileState? { lines.isEmpty ? nil : FileState(bytes: Self.bytes(lines)) }
        let turn = words.first { $0.hasPrefix("turn=") }.flatMap { Int($0.dropFirst(5)) } ?? 0
        propose(words[1], state(before), state(after), by: .call("c\(turn)", turn: turn))
    }

    /// `\r`, `\t` and `\n` (none at the end of the file) are meant as in Swift; `*2000` repeats what stands before it.
    static func bytes(_ lines: [String]) -> [UInt8] {
        var text = lines.joined(separator: "\n") + "\n"
        for (sign, meaning) in [("\\r", "\r"), ("\\t", "\t"), ("\\e", "\u{1B}")] {
            text = text.split(separator: sign, omittingEmptySubsequences: false).joined(separator: meaning)
        }
        if text.hasSuffix("\\0\n") { text.removeLast(3) }
        return Array(text.utf8)
    }

    private static func binary(_ count: Int?, seed: Int) -> FileState? {
        guard let count, count > 0 else { return nil }
        return FileState(bytes: (0..<count).map { UInt8(truncatingIfNeeded: $0 * seed) })
    }

    private mutating func one(_ number: Int) {
        let folder = ["Sources/App/Chat", "Sources/App", "Tests", "docs/guide"][number % 4]
        let before = number % 7 == 0 ? nil : FileState(bytes: Array("a\nb\n".utf8))
        let after = String(repeating: "line \(number)\n", count: number % 5 + 1)
        propose("\(folder)/file\(number).swift", before, FileState(bytes: Array(after.utf8)))
    }

    private mutating func disk(_ words: [String], _ body: [String]) {
        guard let path = RelativePath(words[1]) else { return }
        let finding: DiskFinding =
            switch words.last {
            case "gone": .missing
            case "folder": .folder
            case "link": .symbolicLink
            default: .file(FileState(bytes: Self.bytes(body)))
            }
        send(.changes(.changedOnDisk(path, finding)))
    }
}
