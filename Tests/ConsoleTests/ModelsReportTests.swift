// What `oropendola models` prints, and the doctor's row.

import Console
import JSON
import Testing

@Suite struct ModelsReportTests {
    private let style = ConsoleStyle(isUnicode: true, usesColour: false)
    private let helper = ModelLine(
        name: "helper", choice: "helper", place: "", contextTokens: nil, isChosen: false)
    private let qwen = ModelLine(
        name: "qwen3:8b", choice: "http://127.0.0.1:11434/v1#qwen3:8b", place: "Ollama, 127.0.0.1:11434",
        contextTokens: 40_960, isChosen: true)

    @Test func theChosenOneIsMarked() {
        let report = ModelsReport(lines: [helper, qwen], trouble: nil, keys: ["https://openrouter.ai"])
        #expect(
            report.text(style) == [
                "  helper    built in, by rules, offline", "✓ qwen3:8b  Ollama, 127.0.0.1:11434, 40960 tokens", "",
                "Keys are kept for https://openrouter.ai.", "",
                "oropendola --model NAME uses one; /model in the chat switches, and keeps the choice.",
            ])
        #expect(report.status == 0)
        #expect(report.json["models"]?[1]?["chosen"] == true)
        #expect(report.row == DoctorRow("model", .passed, "qwen3:8b, Ollama, 127.0.0.1:11434, 40960 tokens of context"))
    }

    @Test func nothingThereSaysHowToGetOne() {
        var chosen = helper
        chosen.isChosen = true
        let report = ModelsReport(lines: [chosen], trouble: nil, keys: [])
        #expect(
            report.text(style) == [
                "✓ helper  built in, by rules, offline", "",
                "No model server was found on this machine. docs/MODELS.md has the line that starts one.",
            ])
        #expect(report.row.outcome == .skipped)
        var found = qwen
        found.isChosen = false
        let offered = ModelsReport(lines: [chosen, found], trouble: nil, keys: []).row
        #expect(offered.outcome == .passed && offered.words.hasSuffix("Ollama, 127.0.0.1:11434 has qwen3:8b"))
    }

    @Test func troubleIsToldAndCounts() {
        let report = ModelsReport(lines: [helper, qwen], trouble: "qwen3:8b can't be reached: refused.", keys: [])
        #expect(report.status == 6)
        #expect(report.text(style).contains("qwen3:8b can't be reached: refused."))
        #expect(report.row.outcome == .failed && report.row.words == "qwen3:8b can't be reached: refused.")
    }
}
