// What `oropendola models` and the doctor say about models.

public import JSON

/// A model that can be asked, for a line.
public struct ModelLine: Equatable, Sendable {
    public var name: String
    /// `URL#NAME`, as `--model` and `/model` take it; `helper` for the one that is built in.
    public var choice: String
    /// The program that usually listens there, and host and port; empty for the helper.
    public var place: String
    /// Tokens of its context; nil where nobody says.
    public var contextTokens: Int?
    public var isChosen: Bool

    public init(name: String, choice: String, place: String, contextTokens: Int?, isChosen: Bool) {
        (self.name, self.choice, self.place) = (name, choice, place)
        (self.contextTokens, self.isChosen) = (contextTokens, isChosen)
    }

    fileprivate var isHelper: Bool { choice == "helper" }
}

/// What was found out about models.
public struct ModelsReport: Equatable, Sendable {
    public var lines: [ModelLine]
    /// Why the chosen one can't be asked, in the words of its server or of the system; nil: it can, or none is chosen.
    public var trouble: String?
    /// Servers whose keys are kept.
    public var keys: [String]

    public init(lines: [ModelLine], trouble: String?, keys: [String]) {
        (self.lines, self.trouble, self.keys) = (lines, trouble, keys)
    }

    private var chosen: ModelLine? { lines.first { $0.isChosen && !$0.isHelper } }
    private var others: [ModelLine] { lines.filter { !$0.isHelper && !$0.isChosen } }

    /// 0; 6 where a model is chosen that can't be asked.
    public var status: Int32 { trouble == nil ? 0 : 6 }

    /// One model a line, the chosen one marked; then what to do.
    public func text(_ style: ConsoleStyle) -> [String] {
        let width = lines.map { style.clean($0.name).count }.max() ?? 0
        var text = lines.map { line in
            let name = style.clean(line.name)
            let sign = line.isChosen ? style.paint(style.done, .green) : " "
            let size = line.contextTokens.map { ", \($0) tokens" } ?? ""
            let place = line.isHelper ? "built in, by rules, offline" : line.place
            return "\(sign) \(name)\(String(repeating: " ", count: width - name.count))  \(style.clean(place + size))"
        }
        if !keys.isEmpty { text += ["", style.clean("Keys are kept for \(keys.joined(separator: ", ")).")] }
        if let trouble { text += ["", style.clean(trouble)] }
        text += [
            "",
            others.isEmpty && chosen == nil
                ? "No model server was found on this machine. docs/MODELS.md has the line that starts one."
                : "oropendola --model NAME uses one; /model in the chat switches, and keeps the choice.",
        ]
        return text
    }

    /// `models` (`name`, `choice`, `place`, `context`, `chosen`), `trouble` and `keys` (the servers, never the keys).
    public var json: JSONValue {
        [
            "models": .array(
                lines.map {
                    [
                        "name": .string($0.name), "choice": .string($0.choice), "place": .string($0.place),
                        "context": $0.contextTokens.map { JSONValue($0) } ?? .null, "chosen": .bool($0.isChosen),
                    ]
                }),
            "trouble": trouble.map { .string($0) } ?? .null, "keys": .array(keys.map { .string($0) }),
        ]
    }

    /// The doctor's row.
    public var row: DoctorRow {
        if let chosen {
            if let trouble {
                return DoctorRow("model", .failed, trouble, advice: "oropendola models lists those that are there.")
            }
            let size = chosen.contextTokens.map { ", \($0) tokens of context" } ?? ""
            return DoctorRow("model", .passed, "\(chosen.name), \(chosen.place)\(size)")
        }
        if let trouble { return DoctorRow("model", .failed, trouble) }
        guard let first = others.first else {
            return DoctorRow(
                "model", .skipped, "none is chosen, and no server of one was found here; the helper works by rules",
                advice: "docs/MODELS.md has the line that starts Ollama, llama.cpp, LM Studio or vLLM.")
        }
        return DoctorRow(
            "model", .passed, "none is chosen; \(first.place) has \(first.name)",
            advice: "oropendola --model \(first.name) asks it; /model in the chat keeps the choice.")
    }
}
