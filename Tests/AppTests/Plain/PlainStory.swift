// A transcript of the program without a screen, as a text that a person can read: lines in, events, and what is printed.
//
//     # a remark
//     > rename a to b            a line that the user writes
//     > ^C                       Ctrl-C; `^D` is the end of the input
//     = server working 1/2 "x"   an event, as `ScenarioPlayer` has them; its body follows in `=     ` lines
//     = piped                    first of all: the lines come through a pipe
//     * write a.txt              what is ordered of the world, as far as a person would ask
//     Oropendola: …              everything else is printed
//
// {ESC}, {BEL} and their like in events are those characters.

import ChangeReview
import Screen
import TaskMachine
import TestSupport
import Testing

@testable import App

struct PlainStory {
    let path: String
    private let lines: [String]

    init(path: String) throws {
        self.path = path
        lines = String(decoding: try readFile(path), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    var text: String { lines.joined(separator: "\n") }

    private static let controls = [
        "{ESC}": "\u{1B}", "{BEL}": "\u{7}", "{BS}": "\u{8}", "{CR}": "\r", "{CSI}": "\u{9B}", "{RLO}": "\u{202E}",
        "{NUL}": "\0", "{DEL}": "\u{7F}",
    ]

    /// What a person would call an order; nil: nothing.
    private static func words(for order: AppEffect) -> String? {
        switch order {
        case .apply(let plan): "* write \(plan.steps.map(\.path.text).joined(separator: ", "))"
        case .undo(let entry): "* undo write \(entry)"
        case .execute(let call, _, let permit):
            call.command.map { "* run \(PlainText.joined($0)) \(permit.place == .copy ? "in a copy" : "on disk")" }
        case .keepRules(let rules): "* keep \(rules.count) rule of the project"
        case .exportReview(_, let path): "* export to \(path)"
        case .exportReviewJSON(_, _, let path): "* export as JSON to \(path)"
        case .exportConversation(_, let path): "* export the conversation to \(path ?? "a file of its own")"
        case .editFile(let path, _): "* edit \(path.text)"
        case .findRepository: "* find the repository"
        case .commit(let steps, let message): "* commit \(steps.count) file: \(message)"
        case .openConversation(let id): "* open \(id)"
        case .quit: "* quit"
        default: nil
        }
    }

    private static func withControls(_ line: Substring) -> String {
        controls.reduce(String(line)) { $0.replacing($1.key, with: $1.value) }
    }

    /// The whole text with what is printed when it is played now.
    func played() -> String {
        var result: [String] = []
        var player = ScenarioPlayer(size: Size(columns: 80, rows: 24), unicode: false)
        let isTyped = !lines.contains("= piped")
        player.beginPlain(isTyped: isTyped)
        var index = 0
        /// Before the first line of the user's or event nothing is printed but the beginning.
        while index < lines.count, lines[index].hasPrefix("#") || lines[index] == "= piped" {
            result.append(lines[index])
            index += 1
        }
        var ordered = 0
        func takePrinted(_ player: inout ScenarioPlayer) {
            result += player.printed + player.effects[ordered...].compactMap(Self.words(for:))
            player.printed = []
            ordered = player.effects.count
        }
        takePrinted(&player)
        while index < lines.count {
            let line = lines[index]
            index += 1
            guard ["#", ">", "="].contains(line.prefix(1)) else { continue }
            result.append(line)
            if line.hasPrefix("=") {
                var body: [String] = []
                while index < lines.count, lines[index].hasPrefix("=     ") {
                    result.append(lines[index])
                    body.append(String(lines[index].dropFirst(6)))
                    index += 1
                }
                player.play(
                    Scenario.Step(line: index, words: Scenario.words(Self.withControls(line.dropFirst(2))), body: body))
            } else if line.hasPrefix(">") {
                player.write(String(line.dropFirst(2)))
            }
            takePrinted(&player)
        }
        return result.joined(separator: "\n") + "\n"
    }
}

extension ScenarioPlayer {
    /// From here on everything is heard by the program without a screen.
    mutating func beginPlain(isTyped: Bool = true) {
        var plain = PlainChat(report, isTyped: isTyped)
        let first = plain.begin()
        self.plain = plain
        model = plain.model
        _ = show(first)
    }

    /// A line of the user's; what a pipe's line looks like on the page stands there already.
    mutating func write(_ line: String) {
        switch line {
        case "^C": hear(.interrupted)
        case "^D": hear(.endOfInput)
        default:
            let isTyped = plain?.isTyped ?? true
            if !isTyped { #expect(plain?.takesLine == true, "the next line is not read yet: \(line)") }
            hear(.line(line))
            guard !isTyped else { return }
            #expect(printed.first == "> " + line)
            printed = Array(printed.dropFirst())
        }
    }
}
