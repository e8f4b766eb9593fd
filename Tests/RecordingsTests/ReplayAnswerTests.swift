// After a replay nothing is sent, run or written, and nothing waits for ever.
import App
import ChangeReview
import Screen
import TaskMachine
import TestSupport
import Testing

@testable import Recordings

struct ReplayAnswerTests {
    private func type(_ text: String, into model: inout AppModel) -> [AppEffect] {
        (text.map { Key($0) } + [Key(.enter)]).flatMap { model.update(.input(.key($0))) }
    }

    /// Orders are answered until none is left that waits.
    private func settle(_ effects: [AppEffect], _ model: inout AppModel) -> [AppEffect] {
        var all: [AppEffect] = []
        var rest = effects[...]
        while let effect = rest.popFirst(), all.count < 1000 {
            all.append(effect)
            for message in ReplayAnswer.news(to: effect, at: 10) { rest += model.update(message) }
        }
        return all
    }

    @Test func aMessageIsAnsweredAndKept() {
        var model = AppModel(StartReport(folder: "~/x", folderPath: "/x"))
        _ = model.update(.input(.resized(Size(columns: 100, rows: 30))))
        _ = model.update(.started(StartReport(folder: "~/x", folderPath: "/x")))
        let orders = settle(type("hello", into: &model), &model)
        let sent = orders.count { if case .agent(.send) = $0 { true } else { false } }
        #expect(sent == 1, "it is asked once, and not again by itself")
        let screen = model.frame(in: Size(columns: 100, rows: 30)).cells.textRows.joined(separator: "\n")
        #expect(screen.contains("this is a replay"), "\(screen)")
    }
}
