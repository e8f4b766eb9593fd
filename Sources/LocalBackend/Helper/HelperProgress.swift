// The progress events that the helper sends, as the protocol spells them (contract §3.4).

import JSON

/// One `ai_progress` payload.
enum HelperProgress: Equatable, Sendable {
    case thinking(String)
    /// The message has one line per step.
    case plan(String, steps: Int)
    case working(step: Int, total: Int, String)
    case stepComplete(step: Int, total: Int, String, StepOutcome)
    case complete(String, ReportedFiles)
    case error(String)

    var payload: JSONValue {
        switch self {
        case .thinking(let message): ["type": "thinking", "message": .string(message)]
        case .plan(let message, let steps):
            ["type": "plan", "message": .string(message), "steps": JSONValue(steps)]
        case .working(let step, let total, let message):
            [
                "type": "working", "step": JSONValue(step), "total": JSONValue(total), "message": .string(message),
            ]
        case .stepComplete(let step, let total, let message, let outcome):
            .object(Self.stepComplete(step, total, message, outcome))
        case .complete(let message, let files):
            ["type": "complete", "message": .string(message), "file_changes": files.json]
        case .error(let message): ["type": "error", "message": .string(message)]
        }
    }

    private static func stepComplete(
        _ step: Int, _ total: Int, _ message: String, _ outcome: StepOutcome
    ) -> JSONObject {
        var object: JSONObject = [
            "type": "step_complete", "message": .string(message), "step": JSONValue(step), "total": JSONValue(total),
            "success": .bool(outcome != .failed),
        ]
        switch outcome {
        case .done: break
        case .failed: object["error"] = .bool(true)
        case .changed(let files): object["file_changes"] = files.json
        }
        return object
    }
}

/// What a step came to.
enum StepOutcome: Equatable, Sendable {
    case done
    case failed
    case changed(ReportedFiles)
}

/// `file_changes` (contract §2.4): what the helper asked for and was told is staged.
struct ReportedFiles: Equatable, Sendable {
    struct File: Equatable, Sendable {
        var path: String
        var added = 0
        var removed = 0
        var details: [String] = []
    }

    struct Command: Equatable, Sendable {
        var command: String
        var output: String
        var exitCode: Int?
    }

    var created: [File] = []
    var modified: [File] = []
    var deleted: [File] = []
    var commands: [Command] = []

    var isEmpty: Bool { created.isEmpty && modified.isEmpty && deleted.isEmpty && commands.isEmpty }

    var json: JSONValue {
        [
            "created": .array(
                created.map {
                    ["path": .string($0.path), "line_count": JSONValue($0.added), "details": Self.strings($0.details)]
                }),
            "modified": .array(
                modified.map {
                    [
                        "path": .string($0.path), "lines_added": JSONValue($0.added),
                        "lines_removed": JSONValue($0.removed), "details": Self.strings($0.details),
                    ]
                }),
            "deleted": .array(deleted.map { ["path": .string($0.path)] }),
            "commands": .array(
                commands.map {
                    [
                        "command": .string($0.command), "output": .string($0.output),
                        "exit_code": $0.exitCode.map { JSONValue($0) } ?? .null,
                    ]
                }),
        ]
    }

    private static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
