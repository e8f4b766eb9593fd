// What a scripted server does, step by step, read from a text that people write by hand (docs/SCENARIOS.md).

/// A scenario file: steps in order, and blocks that answer by what is asked.
public struct Scenario: Equatable, Sendable {
    /// Steps that answer what is asked when their condition holds.
    struct Block: Equatable, Sendable {
        var name: String?
        /// nil: everything else.
        var when: ScenarioCondition?
        /// So often at most in a conversation; nil: as often as it is asked.
        var times: Int?
        var steps: [ScenarioStep] = []
        /// Where it stands, for a mistake that shows at its end only.
        var place: ScenarioLine
    }

    /// A file of the folder that a demo of this scenario plays in.
    public struct ProjectFile: Equatable, Sendable {
        /// From the project's folder.
        public var path: String
        public var text: String
    }

    /// What stands before the first block: played in order, whatever is asked.
    var steps: [ScenarioStep] = []
    var blocks: [Block] = []
    /// What is wrong with the site, from its start.
    public internal(set) var faults = SiteFaults()
    /// What a demo finds in its folder; empty: what any demo finds.
    public internal(set) var files: [ProjectFile] = []
    /// What a demo sends first.
    public internal(set) var prompt: String?

    init() {}

    /// Reads a scenario file's text.
    ///
    /// - Parameters:
    ///   - name: of the file, for what is said about it, and for what it includes; nil when it is none.
    ///   - source: reads an included file, by its path as seen from where `name` is.
    /// - Throws: the first mistake.
    public init(_ text: String, name: String? = nil, source: ScenarioSource? = nil) throws(ScenarioError) {
        let (scenario, problems) = Self.read(text, name: name, source: source)
        if let problem = problems.first { throw problem }
        self = scenario
    }

    /// A scenario as far as it can be read, and all mistakes by their place.
    public static func read(
        _ text: String, name: String? = nil, source: ScenarioSource? = nil
    ) -> (scenario: Scenario, problems: [ScenarioError]) {
        var reader = ScenarioReader(source: source)
        reader.read(text, name: name)
        return reader.finished()
    }

    /// How many steps stand in order, how many blocks there are, and how many steps these have.
    public var counts: (steps: Int, blocks: Int, blockSteps: Int) {
        (steps.count, blocks.count, blocks.reduce(0) { $0 + $1.steps.count })
    }
}

/// Reads the text of a file that a scenario includes.
public typealias ScenarioSource = @Sendable (_ path: String) throws(UnreadableScenario) -> String

/// An included file that can't be read, in the system's words.
public struct UnreadableScenario: Error, Equatable, Sendable {
    public var reason: String

    public init(reason: String) { self.reason = reason }
}

/// A line of a scenario.
struct ScenarioLine: Equatable, Sendable {
    /// nil: of a text that is no file.
    var file: String?
    /// 1-based.
    var number: Int
}

/// Why a scenario can't be played, and where.
public struct ScenarioError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file, where it has a name.
    public var file: String?
    /// 1-based.
    public var line: Int
    /// In characters, 1-based.
    public var column: Int
    public var reason: String

    public init(file: String? = nil, line: Int, column: Int, reason: String) {
        self.file = file
        self.line = line
        self.column = column
        self.reason = reason
    }

    public var description: String {
        (file.map { "\($0), " } ?? "") + "line \(line), column \(column): \(reason)"
    }
}
