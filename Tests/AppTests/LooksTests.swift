// All pictures at once: without colours nothing is lost, with ASCII nothing else is drawn, and without motion nothing moves.

import Screen
import Settings
import TestSupport
import Testing

@testable import App

private let screens = packageRoot(of: #filePath) + "/Tests/Fixtures/Screens"

/// Every picture of every scenario, in the sizes it is taken in.
private func frames(unicode: Bool, _ body: (String, Frame) -> Void) throws {
    for name in scenarioNames(in: screens) {
        let scenario = try Scenario(path: "\(screens)/\(name)")
        for size in scenario.sizes {
            var player = ScenarioPlayer(size: size, unicode: unicode)
            for step in scenario.steps {
                guard step.words[0] == "picture" else {
                    player.play(step)
                    continue
                }
                body("\(name) \(step.words[1]) \(size.columns)x\(size.rows)", player.model.frame(in: size))
            }
        }
    }
}

@Suite struct LooksTests {
    /// What terminals can do at least: a vt100 is bold, underlined, reversed, and never dim; the Linux console dims.
    private static let attributes: [(name: String, Look.Attributes)] = [
        ("vt100", [.bold, .underline, .reverse]), ("console", [.bold, .dim, .underline, .reverse]),
    ]

    /// Roles that say different things where they stand next to each other, with nothing but their looks.
    private static let opposites: [[Role]] = [
        [.added, .removed, .plain], [.plain, .match, .matchHere], [.status, .statusAttention, .statusError],
        [.plain, .error], [.plain, .attention], [.plain, .link], [.plain, .heading],
    ]

    @Test(arguments: LooksTests.attributes.map(\.name))
    func withoutColoursOppositesDiffer(terminal: String) throws {
        let can = try #require(Self.attributes.first { $0.name == terminal }).1
        func look(_ role: Role, _ marks: CellMarks) -> UInt32 {
            Theme.mono.ink(for: Style(role, marks), depth: .none).attributes.intersection(can).rawValue
        }
        for roles in Self.opposites {
            for marks in [[], CellMarks.selected] {
                #expect(Set(roles.map { look($0, marks) }).count == roles.count, "\(roles)")
            }
        }
        for role in Role.allCases {
            #expect(look(role, .selected) != look(role, []) && look(role, .changed) != look(role, []))
        }
    }

    /// In all pictures: a sign that says yes is another sign than one that says no, whatever its role; and a line that
    /// comes and one that goes are told apart with their colours taken away.
    @Test func noStateIsAColourAlone() throws {
        var roles: [Character: Set<Role>] = [:]
        var pictures = 0
        try frames(unicode: true) { name, frame in
            pictures += 1
            for row in 0..<frame.cells.size.rows {
                let cells = frame.cells.row(row)
                for cell in cells where "✓✗○◐!✎●".contains(cell.text) && cell.marks.isDisjoint(with: .changed) {
                    roles[cell.text, default: []].insert(cell.role)
                }
                // The sign of a changed line has the line's role, and stands before it.
                for role in [Role.added, .removed] {
                    let sign: Set<Character> = role == .added ? ["+"] : ["-", "−"]
                    let other: Set<Character> = role == .added ? ["-", "−"] : ["+"]
                    guard let first = cells.first(where: { $0.role == role && ("+-−".contains($0.text)) }) else {
                        continue
                    }
                    #expect(sign.contains(first.text) || !other.contains(first.text), "\(name), row \(row)")
                }
            }
        }
        #expect(pictures > 100)
        #expect(roles["✓"]?.isDisjoint(with: [.removed, .error]) == true, "\(roles["✓"] ?? [])")
        #expect(roles["✗"]?.contains(.added) == false, "\(roles["✗"] ?? [])")
        #expect(roles["○"]?.isDisjoint(with: [.added, .removed]) != false, "\(roles["○"] ?? [])")
    }

    /// A terminal without UTF-8 gets ASCII from the program itself; what is beyond is text of somebody else's.
    @Test func theChromeIsASCII() throws {
        var foreign: Set<Character> = []
        for name in scenarioNames(in: screens) {
            let text = String(decoding: try readFile("\(screens)/\(name)"), as: UTF8.self)
            // What the scenario itself brings: its script, without its pictures.
            for line in text.split(separator: "\n") where !"|:@".contains(line.first ?? " ") {
                foreign.formUnion(line.filter { !$0.isASCII })
            }
        }
        var found: [Character: String] = [:]
        try frames(unicode: false) { name, frame in
            for row in 0..<frame.cells.size.rows {
                let cells = frame.cells.row(row)
                for place in cells.indices where !cells[place].text.isASCII && !foreign.contains(cells[place].text) {
                    // What can't be shown is spelled out, `‹U+202E›`: text, for which the terminal has `<` and `>`.
                    let isMark =
                        switch cells[place].text {
                        case "‹": cells.dropFirst(place + 1 - cells.startIndex).first?.text == "U"
                        case "›": cells[..<place].last?.text.isHexDigit == true
                        default: false
                        }
                    if !isMark { found[cells[place].text] = "\(name), row \(row)" }
                }
            }
        }
        #expect(found.isEmpty)
    }

    @Test func everySignHasItsASCII() {
        let ascii = Mirror(reflecting: Signs.ascii).children
        #expect(ascii.count == Mirror(reflecting: Signs.unicode).children.count)
        for (label, value) in ascii {
            let texts = value as? [String] ?? (value as? String).map { [$0] } ?? []
            #expect(texts.allSatisfy { $0.allSatisfy(\.isASCII) && !$0.isEmpty }, "\(label ?? "")")
        }
        for word in ["↑ ↓ ← → ↔ · … −", "a ↔ b"] { #expect(Signs.ascii.adapted(word).allSatisfy { $0.isASCII }) }
    }

    // MARK: Motion

    /// How often each place of the screen changed in five seconds of a turn that says nothing, looked at four times a
    /// second.
    private func moves(animation: String, isRemote: Bool) -> [Point: Int] {
        var report = StartReport()
        report.isRemote = isRemote
        report.settings = ChosenSettings([.animation: .init(.text(animation), .variable("V"))])
        let size = Size(columns: 80, rows: 24)
        var player = ScenarioPlayer(size: size)
        player.model = AppModel(report)
        player.send(.input(.resized(size)))
        player.send(.started(report))
        player.play(lines: [#"keys "go" enter"#, #"server working 1/3 "Looking""#, "time 3000"])
        var moves: [Point: Int] = [:]
        var before = player.model.frame(in: size)
        for _ in 0..<20 {
            player.pass(250)
            let now = player.model.frame(in: size)
            for row in 0..<size.rows {
                for (column, cells) in zip(before.cells.row(row), now.cells.row(row)).enumerated()
                where cells.0 != cells.1 { moves[Point(column: column, row: row), default: 0] += 1 }
            }
            before = now
        }
        return moves
    }

    /// Elapsed times alone, each once a second: of the turn, of its step, of the latest event.
    @Test(arguments: [("off", false), ("off", true), ("auto", true)])
    func withoutMotionNothingMovesButTheTime(animation: String, isRemote: Bool) {
        let moves = moves(animation: animation, isRemote: isRemote)
        #expect(moves.values.allSatisfy { $0 <= 5 }, "\(moves)")
        #expect(moves.count <= 12, "\(moves)")
    }

    @Test func withMotionTheSpinnerTurns() {
        #expect(moves(animation: "auto", isRemote: false).values.contains { $0 > 5 })
        #expect(moves(animation: "on", isRemote: true).values.contains { $0 > 5 })
    }
}
