// One line of the doctor's: what works, or what does not and what to do.

import JSON

public struct DoctorRow: Equatable, Sendable {
    public enum Outcome: String, Equatable, Sendable {
        case passed, remark, failed, skipped
    }

    /// A short name, which `--json` has too.
    public var name: String
    public var outcome: Outcome
    /// What is so, without a full stop unless it is a sentence.
    public var words: String
    /// What to do about it.
    public var advice: [String]

    public init(_ name: String, _ outcome: Outcome, _ words: String, advice: String...) {
        (self.name, self.outcome, self.words, self.advice) = (name, outcome, words, advice)
    }

    /// What goes with a bug report.
    public static let recording = DoctorRow(
        "recording", .skipped, "none of this; a bug report can carry one of a session",
        advice: "oropendola --record FILE makes one, docs/RECORDINGS.md says what is in it.")

    /// As wide as the names of the layers, so that all rows stand in one column.
    static let nameWidth = 10

    func lines(_ style: ConsoleStyle) -> [String] {
        let (sign, colour): (String, ConsoleStyle.Colour) =
            switch outcome {
            case .passed: (style.done, .green)
            case .remark: (style.remark, .yellow)
            case .failed: (style.failed, .red)
            case .skipped: (style.skipped, .dim)
            }
        let padded = name + String(repeating: " ", count: max(0, Self.nameWidth - name.count))
        let indent = String(repeating: " ", count: Self.nameWidth + 4)
        return ["\(style.paint(sign, colour)) \(padded)  \(style.clean(words))"]
            + advice.map { indent + style.paint(style.clean($0), .dim) }
    }

    /// `name`, `outcome`, `words`, `advice` (a list).
    var json: JSONValue {
        [
            "name": .string(name), "outcome": .string(outcome.rawValue), "words": .string(words),
            "advice": .array(advice.map { .string($0) }),
        ]
    }
}
