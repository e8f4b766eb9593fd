// The doctor's rows about this machine: facts in, lines and JSON out.
import Backend
import Console
import JSON
import Screen
import Testing

@Suite struct DoctorRowTests {
    private let plain = ConsoleStyle(isUnicode: true, usesColour: false)

    private func lines(_ rows: [DoctorRow]) -> [String] { rows.flatMap { DoctorReport.lines(of: $0, plain) } }

    private var survey: TerminalSurvey {
        var survey = TerminalSurvey()
        (survey.name, survey.isKnown, survey.canPlaceCursor, survey.colours) = ("xterm-256color", true, true, 256)
        (survey.locale, survey.isUnicode) = ("C.UTF-8", true)
        return survey
    }

    @Test func aGoodTerminal() {
        var answers = TerminalAnswers()
        (answers.primary, answers.version, answers.keyboardFlags) = ([62], "kitty(0.35)", 0)
        (answers.modes, answers.background) = ([2026: 2], .init(red: 0x1E, green: 0x1E, blue: 0x0A))
        var survey = survey
        survey.colourTerm = "truecolor"
        survey.talk = .answered(
            answers, milliseconds: 3,
            [MeasuredSign("─", expected: 1, alone: 1, drawn: 1), MeasuredSign("❤️", expected: 2, alone: 1, drawn: 2)])
        #expect(
            lines(survey.rows) == [
                "✓ TERM        xterm-256color is described",
                "✓ colours     256 by its description, true colour by COLORTERM",
                "✓ characters  UTF-8 (C.UTF-8)",
                "✓ replies     the terminal answers, within 3 ms",
                "✓ version     kitty(0.35)",
                "✓ keyboard    kitty's protocol: Shift-Enter and Ctrl-Enter are told apart",
                "✓ frames      synchronised output is known",
                "✓ background  dark, #1e1e0a",
                "✓ widths      2 signs take the columns that they should; drawn in parts, since the terminal has them "
                    + "otherwise: ❤️",
            ])
    }

    @Test func aTerminalWithTroubles() {
        var answers = TerminalAnswers()
        (answers.primary, answers.secondary) = ([6], [0, 115, 0])
        var survey = survey
        (survey.locale, survey.isUnicode, survey.colours) = ("xx_XX.UTF-8", false, 8)
        survey.talk = .answered(answers, milliseconds: 40, [])
        #expect(
            lines(survey.rows) == [
                "✓ TERM        xterm-256color is described",
                "! colours     8 by its description",
                "              If the terminal has more: export TERM=xterm-256color",
                "! characters  The locale xx_XX.UTF-8 is not installed, so signs and names are drawn in ASCII.",
                "              export LC_ALL=C.UTF-8",
                "✓ replies     the terminal answers, within 40 ms",
                "✓ version     kind 0, 115, 0 (it tells no name)",
                "! keyboard    Shift-Enter and Enter may be the same key here.",
                "              Ctrl-J and Alt-Enter make a new line everywhere. oropendola doctor keys shows what arrives.",
                "○ frames      no synchronised output; only what changes is sent, so nothing flickers",
                "○ background  it does not say which colour it has",
                "○ widths      not measured without UTF-8",
            ])
    }

    @Test func wideLinesAreNamed() {
        var answers = TerminalAnswers()
        answers.primary = [1]
        var survey = survey
        survey.talk = .answered(answers, milliseconds: 1, [MeasuredSign("─", expected: 1, alone: 2, drawn: 2)])
        let rows = survey.rows
        #expect(rows.last?.outcome == .remark)
        #expect(rows.last?.words == "Columns differ from our table: ─ takes 2 of 1. Rows with them are shifted.")
        #expect(rows.last?.advice.first?.contains("ambiguous") == true)
    }

    /// A pipe in a script is no fault; a terminal that can't draw is one.
    @Test func noTerminalIsNoFailure() {
        var survey = TerminalSurvey()
        #expect(survey.rows.map(\.outcome) == [.remark, .remark, .remark, .skipped])
        #expect(survey.rows.last?.words == "not a terminal: nothing was asked")
        survey.name = "nonsense"
        survey.talk = .silent
        #expect(survey.rows.first?.outcome == .failed)
        #expect(survey.rows.last?.words.contains("did not answer within 2 s") == true)
    }

    @Test func tmuxSettingsComeWithTheirLines() {
        let survey = TmuxSurvey(
            values: [
                "set-clipboard": "external", "escape-time": "500", "focus-events": "off", "extended-keys": "off",
                "default-terminal": "screen",
            ], features: "256,title")
        #expect(
            survey.rows.flatMap(\.advice) == [
                "in ~/.tmux.conf: set -s set-clipboard on", "in ~/.tmux.conf: set -s escape-time 10",
                "in ~/.tmux.conf: set -s focus-events on", "in ~/.tmux.conf: set -s extended-keys on",
                "in ~/.tmux.conf: set -as terminal-features 'xterm*:extkeys'",
                "in ~/.tmux.conf: set -s default-terminal tmux-256color",
                "in ~/.tmux.conf: set -as terminal-features ',*:RGB'    (only where it has)",
            ])
        let good = TmuxSurvey(
            values: [
                "set-clipboard": "on", "escape-time": "10", "focus-events": "on", "extended-keys": "always",
                "default-terminal": "tmux-256color",
            ], features: "256,RGB,title")
        #expect(lines(good.rows) == ["✓ tmux        its settings are as they should be"])
        #expect(TmuxSurvey(values: [:]).rows.map(\.outcome) == [.skipped])
    }

    @Test func theDisk() {
        var disk = DiskSurvey(
            path: "~/.local/state/oropendola", isThere: true, canWrite: true, mode: 0o755, freeBytes: 100_000_000,
            journalBytes: 4_200, conversationBytes: 999)
        #expect(
            lines(disk.rows) == [
                "! state       Others can read ~/.local/state/oropendola, where your conversations are.",
                "              chmod 700 ~/.local/state/oropendola",
                "! space       100 MB are free, which is little.",
                "              A write keeps both states of every file. Make room before you accept a large change.",
                "✓ kept here   journal 4.2 kB, conversations 999 B",
            ])
        disk.mode = 0o700
        disk.freeBytes = 42_000_000_000
        #expect(disk.rows.map(\.outcome) == [.passed, .passed, .passed])
        disk.canWrite = false
        #expect(disk.rows.first?.outcome == .failed)
        disk.isForeign = true
        #expect(disk.rows.first?.advice.first?.contains("chown") == true)
    }

    @Test func copiesSayTheirWays() {
        #expect(
            ClipboardSurvey(programs: ["xclip", "tmux"], asksTerminal: true, isRemote: false).row.words
                == "xclip, tmux, the terminal (OSC 52)")
        let none = ClipboardSurvey(programs: [], asksTerminal: false, isRemote: true).row
        #expect(none.outcome == .remark && none.words.hasPrefix("A copy goes into a file"))
    }

    @Test func aReportWithRows() {
        let facts = DoctorFacts(version: "1.0", terminal: "xterm", locale: "C", server: nil)
        let row = DoctorRow("state", .failed, "No.", advice: "Do.")
        var report = DoctorReport(facts: facts, rows: [row], checks: [])
        #expect(
            report.json["machine"]?[0]?.text == #"{"name":"state","outcome":"failed","words":"No.","advice":["Do."]}"#)
        #expect(report.lines(plain).contains("✗ state       No."))
        #expect(report.status == 6, "no layer was looked at")
        report.checks = [.init(.name, .passed("h"))]
        #expect(report.status == 1)
    }

    @Test func sayHowARecordingIsMade() {
        #expect(
            lines([.recording]) == [
                "○ recording   none of this; a bug report can carry one of a session",
                "              oropendola --record FILE makes one, docs/RECORDINGS.md says what is in it.",
            ])
    }
}
