// What a request says to the user, and why care is in order.

internal import TaskMachine

enum RequestWords {
    static func head(of call: ToolCall) -> String {
        switch call.tool?.kind {
        case .read: "Let the agent read \(call.secretPaths.count > 1 ? "these files" : "this file")"
        case .write: "Let the agent change this file"
        case .command: "Run this command"
        case .conversation, nil: "Let the agent do this: \(call.action)"
        }
    }

    static func head(of limit: TurnLimit) -> String {
        switch limit {
        case .requests: "Go on with this turn"
        case .repetition: "Go on, though the agent repeats itself"
        }
    }

    static func body(of limit: TurnLimit) -> String {
        switch limit {
        case .requests(let count):
            "The agent has made \(counted(count, "request")) and has not come to an end. What it staged is kept."
        case .repetition(let action, let times):
            "The agent made the same call \(groupedCount(times)) times in a row: \(action). What it staged is kept."
        }
    }

    /// `reason` is what a file looks like: `an environment file`.
    static func warning(about reason: String) -> String { "looks like \(reason): its content would go to the server" }

    /// Which files a command will see.
    static func place(_ place: CommandPlace, staged: Int) -> String {
        let files = "\(counted(staged, "file")) \(staged == 1 ? "is" : "are") staged"
        return switch place {
        case .copy:
            "\(files). y runs it in a copy of the project that holds \(staged == 1 ? "it" : "them"); the project is untouched."
        case .disk:
            "\(files). y runs it on disk, where \(staged == 1 ? "it is" : "they are") not."
        }
    }

    static func warnings(about command: String, _ risk: CommandRisk) -> [String] {
        var warnings = risk.reasons.isEmpty ? [] : [risk.reasons.map(text).joined(separator: ", ")]
        if CommandText.hidesSomething(command) {
            warnings.append("holds characters that can't be seen; they are spelled out")
        }
        return warnings
    }

    /// What a command does that can't be taken back, said of it.
    static func text(of reason: CommandRisk.Reason) -> String {
        switch reason {
        case .deletes: "removes files for good"
        case .writesDevice: "writes to a device"
        case .changesPermissions: "changes permissions of many files"
        case .killsProcesses: "kills processes"
        case .runsUnseen: "runs code that nobody has seen"
        case .discardsWork: "throws work away"
        case .publishes: "publishes, which can't be taken back"
        case .asRoot: "runs as root"
        case .removesData: "removes data"
        case .shutsDown: "shuts the machine down"
        case .forkBomb: "multiplies until the machine stands still"
        case .installs: "installs software"
        case .writesOutside: "writes outside the project"
        case .sends: "sends data to another machine"
        case .unreadable: "can't be taken apart to see what it does"
        }
    }
}
