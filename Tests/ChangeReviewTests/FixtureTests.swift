// Plays the cases of Tests/Fixtures/Changes, which a person can read and add to.

import ChangeReview
import Glibc
import TestSupport
import Testing

@Suite struct FixtureTests {
    private static let folder = packageRoot(of: #filePath) + "/Tests/Fixtures/Changes"

    private static func cases() throws -> [String] {
        let list = try run(["find", "-H", ".", "-mindepth", "1", "-maxdepth", "1", "-type", "d"], in: folder).text
        return list.split(separator: "\n").map { String($0.dropFirst(2)) }.sorted()
    }

    @Test func everyCaseEndsAsItSays() throws {
        let cases = try Self.cases()
        #expect(cases.count >= 30)
        for name in cases {
            var play = FixturePlay(name: name, folder: "\(Self.folder)/\(name)")
            try play.begin()
            for line in try play.text("decisions").split(separator: "\n") { try play.perform(String(line)) }
            play.write()
            if environment("UPDATE_FIXTURES") != nil {
                try play.update()
                continue
            }
            #expect(play.patch == (try play.text("accepted.patch")), "\(name)")
            #expect(play.disk == (try play.expectedDisk()), "\(name)")
            if play.exists("comments") { #expect(play.comments == (try play.text("comments")), "\(name)") }
        }
    }
}

/// One case: a file called `file` under review.
private struct FixturePlay {
    let name: String
    let folder: String
    var set = ChangeSet()
    var disk: FileState?
    var patch = ""
    private let file = path("file")
    private var entry = 0
    private var origin: RelativePath?

    init(name: String, folder: String) {
        self.name = name
        self.folder = folder
    }

    mutating func begin() throws {
        disk = try state("before")
        if let disk, exists("origin") {
            let old = path(try text("origin").split(separator: "\n").joined())
            origin = old
            send(.proposed(FileStep(path: old, before: disk, after: nil), by: "call-1"))
            send(.proposed(FileStep(path: file, before: nil, after: try state("proposed")), by: "call-1"))
            try #require(set[file]?.origin == old, "\(name)")
        } else {
            send(.proposed(FileStep(path: file, before: disk, after: try state("proposed")), by: "call-1"))
        }
    }

    /// One line of `decisions`; see the folder's README.
    mutating func perform(_ line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        let rest = words.dropFirst(2).joined(separator: " ")
        let effects: [ChangeSet.Effect]
        switch words[0] {
        case "accept", "reject", "undecide":
            let decision: Decision =
                words[0] == "accept" ? .accepted : words[0] == "reject" ? .rejected : .undecided
            if rest.hasPrefix("because "), let hunk = Int(words[1]) {
                effects = set.handle(.rejected(.hunk(file, hunk), reason: String(rest.dropFirst(8))))
            } else if words[1] == "file" {
                effects = set.handle(.decided(decision, .file(file)))
            } else if let hunk = words[1].first?.isNumber == true ? Int(words[1]) : nil {
                effects = set.handle(.decided(decision, .hunk(file, hunk)))
            } else {
                var all: [ChangeSet.Effect] = []
                for word in words.dropFirst() {
                    let changed = try number(word)
                    all += set.handle(.decided(decision, .lines(file, changed..<changed + 1)))
                }
                effects = all
            }
        case "split": effects = set.handle(.split(file, at: try number(words[1])))
        case "join":
            let hunk = try #require(Int(words[1]).flatMap { set[file]?.lines(ofHunk: $0) }, "\(name): \(line)")
            effects = set.handle(.joined(file, at: hunk.lowerBound))
        case "edit": effects = set.handle(.edited(file, try state("edited")))
        case "propose":
            effects = set.handle(
                .proposed(
                    FileStep(path: file, before: disk, after: try state("proposed-again")), by: "call-2"))
        case "disk":
            disk = words.dropFirst().first == "gone" ? nil : try state("disk")
            effects = set.handle(.changedOnDisk(file, DiskFinding(disk)))
        case "resolve":
            let index = try #require(Int(words[1]), "\(name): \(line)")
            effects = set.handle(.resolved(file, conflict: index, try resolution(rest)))
        case "comment":
            let line = try #require(Int(words[1]), "\(name): \(line)")
            effects = set.handle(.commented(file, .init(.new, line - 1..<line), rest))
        case "sent": effects = set.handle(.feedbackSent(set.feedback.number))
        case "write":
            write()
            return
        case "undo": effects = undo()
        case "redo": effects = set.handle(.redoRequested)
        default:
            Issue.record("\(name): \(line)")
            return
        }
        let isHeard = effects.contains { if case .record = $0 { true } else { false } }
        #expect(isHeard, "\(name): \(line) came to \(effects)")
        finish(effects)
    }

    mutating func write() {
        patch = String(decoding: UnifiedPatch(set.changes) { $0 == .accepted }.bytes, as: UTF8.self)
        finish(set.handle(.applyConfirmed))
    }

    private mutating func send(_ event: ChangeSet.Event) { finish(set.handle(event)) }

    /// Does what a disk does.
    private mutating func finish(_ effects: [ChangeSet.Effect]) {
        for case .apply(let plan) in effects {
            for step in plan.steps where step.path == file { disk = step.after }
            entry += 1
            finish(set.handle(.applied(journalEntry: entry)))
        }
    }

    private mutating func undo() -> [ChangeSet.Effect] {
        let effects = set.handle(.undoRequested)
        for case .undo(let entry) in effects {
            if case .write(_, let plan)? = set.nextUndo {
                for step in plan.inverse.steps where step.path == file { disk = step.after }
            }
            _ = set.handle(.undone(journalEntry: entry, skipped: []))
        }
        return effects
    }

    /// `-5`: line 5 of the base, which goes; `+7`: line 7 of the proposed file, which comes.
    private func number(_ word: String) throws -> Int {
        let change = try #require(set[file], "\(name): \(word)")
        let line = try #require(Int(word.dropFirst()), "\(name): \(word)") - 1
        return try #require(
            change.marks.indices.first { index in
                let place = change.weave.place(of: index)
                return place.isAdded == (word.first == "+") && place.line == line
            }, "\(name): \(word) is no changed line")
    }

    private func resolution(_ word: String) throws -> ThreeWayMerge.Resolution {
        switch word {
        case "ours": .ours
        case "theirs": .theirs
        case "both": .both
        case "base": .base
        default: .custom(Array((word + "\n").utf8))
        }
    }

    var comments: String {
        self.set.comments.map { comment in
            let lines = comment.range.map { "\($0.side) \($0.lines.lowerBound + 1)-\($0.lines.upperBound)" } ?? "file"
            let state: String =
                switch comment.state {
                case .touched(let author): "touched by \(author.id)"
                default: "\(comment.state)"
                }
            return "\(comment.kind) on \(lines), \(state): \(comment.text)\n"
        }.joined()
    }

    func update() throws {
        try writeFile("\(folder)/accepted.patch", Array(patch.utf8))
        if let disk { try writeFile("\(folder)/after", disk.bytes) }
        if disk?.isExecutable == true { _ = try run(["chmod", "755", "after"], in: folder) }
        if exists("comments") { try writeFile("\(folder)/comments", Array(comments.utf8)) }
    }

    func exists(_ file: String) -> Bool { access("\(folder)/\(file)", F_OK) == 0 }
    func expectedDisk() throws -> FileState? { try state("after") }

    func text(_ file: String) throws -> String {
        String(decoding: try readFile("\(folder)/\(file)"), as: UTF8.self)
    }

    private func state(_ file: String) throws -> FileState? {
        let full = "\(folder)/\(file)"
        guard exists(file) else { return nil }
        return FileState(bytes: try readFile(full), isExecutable: access(full, X_OK) == 0)
    }
}
