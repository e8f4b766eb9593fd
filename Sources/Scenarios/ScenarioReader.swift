// Reads the lines of a scenario file and of those that it includes, and goes on behind a mistake, so that all are told.

internal import JSON
internal import Matching

struct ScenarioReader {
    private static let deepestInclude = 16

    private let source: ScenarioSource?
    private var scenario = Scenario()
    private var problems: [ScenarioError] = []
    /// The files that are being read, the innermost last.
    private var open: [String] = []
    /// A step of the block that is read is wrong, so that nothing can be said of the whole.
    private var isBlockSpoilt = false
    /// Conditions may name blocks that stand further down: looked at in the end.
    private var named: [(text: String, names: [String], path: [JSONPart], place: ScenarioLine)] = []

    init(source: ScenarioSource?) { self.source = source }

    /// Lines that are no steps, and what may stand beside their name.
    static let kinds: [(name: String, beside: [String])] = [
        ("when", ["name", "times"]), ("otherwise", ["name", "times"]), ("include", []), ("file", ["text"]),
        ("prompt", []), ("on", ["http", "always"]), ("want_csrf", ["told_in"]),
    ]

    mutating func read(_ text: String, name: String?) {
        open.append(name ?? "")
        defer { open.removeLast() }
        // Note: by bytes. CR and LF together are one character.
        for (index, bytes) in text.utf8.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
            let line = String(decoding: bytes.last == 13 ? bytes.dropLast() : bytes, as: UTF8.self)
            let start = line.drop { $0 == " " || $0 == "\t" }
            guard !start.isEmpty, !start.hasPrefix("#") else { continue }
            let place = ScenarioLine(file: name, number: index + 1)
            do throws(JSONError) {
                take(PlacedValue(value: try JSONValue.parse(line)), line, place)
            } catch {
                let words = error.description
                let reason = words.firstRange(of: " at byte ").map { String(words[..<$0.lowerBound]) } ?? words
                add(reason, JSONPlace.column(ofByte: error.offset, in: line), place)
            }
        }
    }

    private mutating func add(_ reason: String, _ column: Int, _ place: ScenarioLine) {
        problems.append(ScenarioError(file: place.file, line: place.number, column: column, reason: reason))
        isBlockSpoilt = true
    }

    private mutating func take(_ value: PlacedValue, _ line: String, _ place: ScenarioLine) {
        do throws(Misread) {
            try take(value, line, at: place)
        } catch {
            add(error.reason, JSONPlace.column(of: error.path, atKey: error.isAtKey, in: line), place)
        }
    }

    private mutating func take(_ value: PlacedValue, _ line: String, at place: ScenarioLine) throws(Misread) {
        let object = try value.object()
        if let kind = Self.kinds.first(where: { object[$0.name] != nil }) {
            try value.only([kind.name] + kind.beside)
            return try take(kind.name, value, line, at: place)
        }
        guard let kind = ScenarioStep.kinds.first(where: { object[$0.name] != nil }) else {
            throw Self.unknown(value, object)
        }
        try value.only([kind.name] + kind.beside)
        let step = try ScenarioStep(kind.name, value)
        if scenario.blocks.isEmpty {
            scenario.steps.append(step)
        } else if step == .restart {
            throw value.wrong("`restart` belongs to steps in order; a block is played anew for each message")
        } else {
            try checkNumbers(in: value, for: scenario.blocks[scenario.blocks.count - 1])
            scenario.blocks[scenario.blocks.count - 1].steps.append(step)
        }
    }

    private static func unknown(_ value: PlacedValue, _ object: JSONObject) -> Misread {
        let names = ScenarioStep.kinds.map(\.name) + kinds.map(\.name)
        guard let key = object.keys.first else { return value.wrong("this is no step: the line is empty") }
        let place = PlacedValue(value: .null, path: [.member(key)])
        let hint = nearest(to: key, in: names).map { "did you mean `\($0)`?" }
        return place.wrong("`\(key)` is no step; " + (hint ?? "docs/SCENARIOS.md lists them"), atKey: true)
    }

    private mutating func take(
        _ kind: String, _ value: PlacedValue, _ line: String, at place: ScenarioLine
    ) throws(Misread) {
        guard let argument = value.member(kind) else { return }
        switch kind {
        case "when", "otherwise":
            var condition: ScenarioCondition?
            if kind == "when" {
                let read = try ScenarioCondition(argument)
                for (key, names) in [("after", read.after), ("before", read.before)] where !names.isEmpty {
                    named.append((line, names, argument.path + [.member(key)], place))
                }
                condition = read
            } else if argument.value != true {
                throw argument.wrong("`otherwise` takes true")
            }
            let name = try value.member("name")?.text()
            endBlock()
            scenario.blocks.append(
                Scenario.Block(
                    name: name, when: condition, times: try value.member("times")?.number(1...1_000_000), place: place))
        case "include": try include(argument)
        case "file": try takeFile(argument, value.member("text"))
        case "prompt": scenario.prompt = try argument.lines()
        case "on": try scenario.faults.takeAnswer(value)
        default: try scenario.faults.takeToken(value)
        }
    }

    private mutating func include(_ argument: PlacedValue) throws(Misread) {
        let path = try argument.text()
        guard let source, !path.isEmpty else { throw argument.wrong("no other file can be included here") }
        let folder = open.last?.lastIndex(of: "/").flatMap { slash in open.last.map { $0[...slash] } } ?? ""
        let full = path.hasPrefix("/") ? path : folder + path
        guard !open.contains(full), open.count < Self.deepestInclude else {
            throw argument.wrong("`\(path)` includes itself")
        }
        do throws(UnreadableScenario) {
            read(try source(full), name: full)
        } catch {
            throw argument.wrong("`\(path)` can't be read: \(error.reason)")
        }
    }

    private mutating func takeFile(_ argument: PlacedValue, _ text: PlacedValue?) throws(Misread) {
        let path = try argument.text()
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(where: { ["", ".", ".."].contains($0) }), !path.utf8.contains(0) else {
            throw argument.wrong("`file` takes a path inside the project")
        }
        guard let text else { throw argument.wrong("`file` has its `text` beside it", atKey: true) }
        scenario.files.append(Scenario.ProjectFile(path: path, text: try text.lines(closes: true)))
    }

    /// `{{2}}` where only one text is caught would always be empty.
    private func checkNumbers(in value: PlacedValue, for block: Scenario.Block) throws(Misread) {
        let highest = ScenarioVariables.highestNumber(in: value.value)
        let stars = block.when?.stars ?? 0
        guard highest > stars else { return }
        throw value.wrong("{{\(highest)}} stands for nothing: `matches` of this block has \(stars) `*`")
    }

    /// What is not answered would hang.
    private mutating func endBlock() {
        defer { isBlockSpoilt = false }
        guard !isBlockSpoilt, let block = scenario.blocks.last, block.steps.last?.ends != true else { return }
        let isEmpty = !block.steps.contains(where: \.ends)
        add(isEmpty ? "this block answers nothing" : "this block goes on behind its last answer", 1, block.place)
    }

    mutating func finished() -> (scenario: Scenario, problems: [ScenarioError]) {
        endBlock()
        let names = scenario.blocks.compactMap(\.name)
        for (line, wanted, path, place) in named {
            for name in wanted where !names.contains(name) {
                let hint = nearest(to: name, in: names).map { "; did you mean `\($0)`?" } ?? ""
                add("no block is named `\(name)`\(hint)", JSONPlace.column(of: path, atKey: false, in: line), place)
            }
        }
        let order = problems.enumerated().sorted { one, other in
            // A file's own mistakes by their place; those of files that it includes as they were met.
            guard one.element.file == other.element.file else { return one.offset < other.offset }
            return (one.element.line, one.element.column) < (other.element.line, other.element.column)
        }
        return (scenario, order.map(\.element))
    }
}
