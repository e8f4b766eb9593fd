// A part for the embedded server to play (docs/SCENARIOS.md), written as values.
import JSON
import TestSupport

/// A scenario in a file of its own. The program reads it before its first paint.
struct ScenarioFile {
    private let folder: TemporaryFolder

    init(_ steps: [JSONValue]) throws {
        folder = try TemporaryFolder()
        try folder.write("scenario", steps.map { $0.text + "\n" }.joined())
    }

    var options: String { "--scenario \(shellQuoted("\(folder.path)/scenario"))" }
}

/// The steps.
extension JSONValue {
    static func progress(_ type: String, _ message: String, _ more: JSONObject = [:]) -> JSONValue {
        var event = more
        event["type"] = .string(type)
        event["message"] = .string(message)
        return ["progress": .object(event)]
    }

    static func pause(_ milliseconds: Int) -> JSONValue { ["wait": .integer(Int64(milliseconds))] }

    static func answer(_ text: String, calls: [JSONValue] = []) -> JSONValue {
        ["reply": ["success": true, "response": .string(text), "tool_calls": .array(calls)]]
    }

    /// With calls that no client knows.
    static func oddAnswer(_ text: String, calls: [JSONValue]) -> JSONValue {
        ["reply": ["success": true, "response": .string(text), "tool_calls": .array(calls)], "unchecked": true]
    }

    static func raw(_ status: Int, _ type: String, _ body: String) -> JSONValue {
        ["raw": ["status": .integer(Int64(status)), "content_type": .string(type), "body": .string(body)]]
    }

    static let cut: JSONValue = ["cut_realtime": true]
    static let closing: JSONValue = ["close": true]
    static let silence: JSONValue = ["hang": true]
}

extension RunningProgram {
    /// Starts it with a server that plays these steps.
    init(playing steps: [JSONValue], in directory: String, home: Home, rows: Int = 40) throws {
        let scenario = try ScenarioFile(steps)
        // Whoever runs the tests may have switched colours off.
        try self.init(
            in: directory, home: home, rows: rows, options: scenario.options, environment: ["NO_COLOR": ""])
    }
}

extension Tmux {
    /// The last row.
    func statusLine() throws -> String { try screen().last ?? "" }

    /// Waits until the status line holds `text`.
    func waitForStatus(_ text: String, upTo seconds: Double = 20) throws {
        try wait(upTo: seconds, for: "`\(text)` in the status line") { $0.last?.contains(text) == true }
    }

    /// Every different status line from now on, in order, to the first that is as wanted.
    func statusLines(upTo seconds: Double = 20, until isLast: (String) -> Bool) throws -> [String] {
        var lines: [String] = []
        try wait(upTo: seconds, for: "a status line after \(lines)") { screen in
            let line = screen.last ?? ""
            if lines.last != line { lines.append(line) }
            return isLast(line)
        }
        return lines
    }

    /// Waits for a text that may be wrapped: rows are joined by one blank.
    @discardableResult
    func waitForWrapped(_ text: String, upTo seconds: Double = 20) throws -> String {
        let screen = try wait(upTo: seconds, for: text) { flowing($0).contains(text) }
        return flowing(screen)
    }
}

/// A screen's words, each gap one blank.
func flowing(_ screen: [String]) -> String {
    screen.joined(separator: " ").split(separator: " ").joined(separator: " ")
}

/// How often a text stands in another.
func count(of text: String, in whole: String) -> Int {
    whole.ranges(of: text).count
}

/// A word that no program can know.
func randomWord(using random: inout SeededGenerator) -> String {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return String((0..<Int.random(in: 6...10, using: &random)).map { _ in letters.randomElement(using: &random)! })
}
