// What a command could do that cannot be undone, by the programs that it runs. The built-in list of what always asks.

/// What is risky in a command line. Found by taking it apart as a shell does; quoted text is text.
public struct CommandRisk: Equatable, Sendable {
    public enum Level: Int, Comparable, Sendable {
        case plain
        /// Worth a second look; a rule may allow it.
        case careful
        /// Asks every time, whatever the rules say.
        case dangerous

        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    public enum Reason: String, CaseIterable, Sendable {
        /// Files are deleted or overwritten for good.
        case deletes
        /// A device, a partition or a file system is written.
        case writesDevice
        /// Permissions or owners of many files, or for everybody.
        case changesPermissions
        case killsProcesses
        /// Code that nobody has seen is run: from the network, or made up as the command runs.
        case runsUnseen
        /// Commits or changes in the working tree are thrown away.
        case discardsWork
        /// Something leaves this machine: a push, a release.
        case publishes
        case asRoot
        /// Containers, volumes, databases, clusters.
        case removesData
        case shutsDown
        /// It multiplies until the machine stands still.
        case forkBomb
        case installs
        /// Files outside the project are written or moved.
        case writesOutside
        /// Talks to another machine with what it is given.
        case sends
        /// It does not end as a shell would have it, or is nested too deep.
        case unreadable

        public var level: Level {
            switch self {
            case .deletes, .writesDevice, .changesPermissions, .killsProcesses, .runsUnseen, .discardsWork, .publishes,
                .asRoot, .removesData, .shutsDown, .forkBomb, .unreadable:
                .dangerous
            case .installs, .writesOutside, .sends: .careful
            }
        }
    }

    /// Words that make it risky.
    public struct Mark: Equatable, Sendable {
        /// In the command's text.
        public var range: Range<String.Index>
        public var reason: Reason
    }

    public private(set) var level = Level.plain
    /// In the order of the text.
    public private(set) var marks: [Mark] = []
    /// What each program that runs is called with, wrappers such as `sudo` taken off and with them.
    private var invocations: [[String]] = []

    /// Each reason once, as they come.
    public var reasons: [Reason] {
        var known: Set<Reason> = []
        return marks.map(\.reason).filter { known.insert($0).inserted }
    }

    public init(of command: String) {
        var text = command
        text.makeContiguousUTF8()
        var survey = RiskSurvey(Array(text.utf8))
        survey.readAll()
        invocations = survey.invocations
        let start = text.utf8.startIndex
        marks = survey.found.sorted { $0.range.lowerBound < $1.range.lowerBound }.map { found in
            let first = text.utf8.index(start, offsetBy: found.range.lowerBound)
            return Mark(range: first..<text.utf8.index(start, offsetBy: found.range.upperBound), reason: found.reason)
        }
        level = (marks.map(\.reason.level) + survey.found.map(\.level)).max() ?? .plain
    }

    /// Whether one of the programs that it runs is called with these words first, options between them left aside.
    func runs(_ prefix: CommandPrefix) -> Bool {
        let wanted = prefix.words.map(String.init)
        return invocations.contains { words in
            guard let program = words.first else { return false }
            return (program == wanted[0] || RiskyPrograms.name(of: program) == wanted[0])
                && Self.matches(words.dropFirst(), wanted.dropFirst(), afterOption: false)
        }
    }

    /// `npm --silent run` is `npm run`. An option may have a value, and may not: both are tried.
    private static func matches(_ words: ArraySlice<String>, _ wanted: ArraySlice<String>, afterOption: Bool) -> Bool {
        guard let want = wanted.first else { return true }
        guard let word = words.first else { return false }
        if word == want, matches(words.dropFirst(), wanted.dropFirst(), afterOption: false) { return true }
        let isOption = word.hasPrefix("-")
        return (isOption || afterOption) && matches(words.dropFirst(), wanted, afterOption: isOption)
    }
}
