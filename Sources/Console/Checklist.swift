// The layers as a checklist, and the numbers at the end, for people.

public import Backend
import SocketIOClient

extension LayerCheck {
    /// One line, and one more for what to do.
    public func lines(_ style: ConsoleStyle) -> [String] {
        let name = layer.words + String(repeating: " ", count: max(0, Self.nameWidth - layer.words.count))
        switch outcome {
        case .passed(let words): return ["\(style.paint(style.done, .green)) \(name)  \(style.clean(words))"]
        case .skipped(let words): return ["\(style.paint(style.skipped, .dim)) \(name)  \(style.clean(words))"]
        case .found(let finding):
            let sign = finding.weight == .failure ? style.paint(style.failed, .red) : style.paint(style.remark, .yellow)
            return [
                "\(sign) \(name)  \(style.clean(finding.happened))",
                String(repeating: " ", count: Self.nameWidth + 4) + style.paint(style.clean(finding.advice), .dim),
            ]
        }
    }

    private static let nameWidth = Layer.allCases.map(\.words.count).max() ?? 0
}

extension Summary {
    /// The seed's five counts, and what they come to.
    func lines(_ style: ConsoleStyle) -> [String] {
        let rows = [
            ("connectAttempts", "\(metrics.connectAttempts)"), ("connectSuccesses", "\(metrics.connectSuccesses)"),
            ("disconnects", "\(metrics.disconnects)"), ("eventsReceived", "\(metrics.eventsReceived)"),
            ("reconnects", "\(metrics.reconnects)"), ("eventsDropped", "\(metrics.eventsDropped)"),
            ("duration", "\(fixed(seconds, 1)) s"), ("rate", "\(fixed(rate, 2)) events/s"),
        ]
        let nameWidth = rows.map(\.0.count).max() ?? 0
        // Wide enough for any rate that is not absurd, so that the columns stay where they are.
        let valueWidth = max(16, rows.map(\.1.count).max() ?? 0)
        return rows.map { name, value in
            style.paint(name, .dim)
                + String(repeating: " ", count: nameWidth - name.count + 2 + valueWidth - value.count)
                + value
        }
    }
}
