// A small program on a real terminal, for the tests of `Terminal`: what `oropendola` does with it, without the rest.
import Glibc
import Screen
import Terminal

/// What the probe hears.
enum ProbeMessage: Sendable {
    case input(InputEvent)
    case returned(Int32)
    case ticked(Int)
}

/// What the probe wants done.
enum ProbeEffect: Sendable {
    case quit, suspend, redraw, edit
    case tick
    case die(ProbeDeath)
}

enum ProbeDeath: Sendable { case trap, fault, kill, overflow }

/// Shows what is typed, the events, and a row of everything that is hard to draw.
struct Probe: Program {
    private var line = ""
    private var news = "nothing yet"
    private var size = Size(columns: 0, rows: 0)
    private var resizes = 0
    /// Ctrl-P: another theme.
    private var isTinted = false

    func message(for input: InputEvent) -> ProbeMessage { .input(input) }

    mutating func update(_ message: ProbeMessage) -> [ProbeEffect] {
        switch message {
        case .returned(let status): news = "child ended with \(status)"
        case .ticked(let count): news = "tick \(count)"
        case .input(.resized(let size)):
            self.size = size
            resizes += 1
        case .input(.pasted(let text)): news = "pasted \(text.utf8.count) bytes"
        case .input(.key(let key)): return typed(key)
        case .input(let event): news = "\(event)"
        }
        return []
    }

    private mutating func typed(_ key: Key) -> [ProbeEffect] {
        switch (key.code, key.modifiers) {
        case (.character("q"), .control): return [.quit]
        case (.character("z"), .control): return [.suspend]
        case (.character("l"), .control): return [.redraw]
        case (.character("e"), .control): return [.edit]
        case (.character("t"), .control): return [.tick]
        case (.character("u"), .control): line = ""
        case (.character("p"), .control): isTinted.toggle()
        case (.function(5), []): return [.die(.trap)]
        case (.function(6), []): return [.die(.fault)]
        case (.function(7), []): return [.die(.kill)]
        case (.function(8), []): return [.die(.overflow)]
        case (.backspace, []): _ = line.popLast()
        case (.character(let character), []): line.append(character)
        default: news = "\(key.code) \(key.modifiers.rawValue)"
        }
        return []
    }

    mutating func frame(in size: Size) -> Frame {
        var cells = CellBuffer(size: size)
        var row = 0
        func say(_ text: String, _ role: Role, _ marks: CellMarks = []) {
            cells.put(text, at: Point(column: 0, row: row), as: Style(role, marks))
            row += 1
        }
        say("probe \(size.columns)x\(size.rows) resizes \(resizes)", .heading)
        for role in Role.allCases {
            say("\(role)", role)
            for (index, mark) in [CellMarks.selected, .strong, .emphasised, .changed].enumerated() {
                let place = Point(column: 18 + index * 12, row: row - 1)
                cells.put(["selected", "strong", "emphasised", "changed"][index], at: place, as: Style(role, mark))
            }
        }
        say("│─…✓✗●○◐›▸ ⠋|漢字|e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}|👨‍👩‍👧|🇩🇪|❤️|👍🏽|क्ष|한|end", .plain)
        say("news: \(news)", .dim)
        let last = size.rows - 1
        let end = cells.put("> \(line)", at: Point(column: 0, row: last), as: .plain)
        return Frame(
            cells: cells, cursor: end, title: "probe \u{1B}]0;x\u{7} \(size.columns)",
            theme: isTinted ? .tinted : .terminal)
    }
}

extension Theme {
    /// A colour of each kind.
    fileprivate static let tinted: Theme = {
        var theme = Theme.terminal
        theme[.added] = Look(.rgb(RGB(0x102030)), on: .rgb(RGB(0xF0E0D0)))
        theme[.removed] = Look(.table(208))
        return theme
    }()
}
