// Settings of tmux that the program depends on, each with the line that changes it.

/// What `tmux show -gv` says; nil where it said nothing, as older versions do of what they don't have.
public struct TmuxSurvey: Equatable, Sendable {
    /// The options that are asked for.
    public static let names = ["set-clipboard", "escape-time", "focus-events", "extended-keys", "default-terminal"]

    public var values: [String: String]
    /// `#{client_termfeatures}` of the client that shows this pane; nil where it does not say.
    public var features: String?

    public init(values: [String: String], features: String? = nil) {
        self.values = values
        self.features = features
    }

    public var rows: [DoctorRow] {
        guard !values.isEmpty else {
            return [DoctorRow("tmux", .skipped, "it runs, and does not tell its settings")]
        }
        var advice: [(words: String, line: String)] = []
        if let clipboard = values["set-clipboard"], clipboard != "on" {
            advice.append(
                (
                    "set-clipboard is \(clipboard), so a copy reaches tmux and not your clipboard",
                    "set -s set-clipboard on"
                ))
        }
        if let time = values["escape-time"].flatMap({ Int($0) }), time > 50 {
            advice.append(("escape-time is \(time) ms, so Esc comes late", "set -s escape-time 10"))
        }
        if values["focus-events"] == "off" {
            advice.append(
                ("focus-events is off, so the program can't tell whether you look", "set -s focus-events on"))
        }
        if values["extended-keys"] == "off" {
            advice.append(
                (
                    "extended-keys is off, so Shift-Enter is Enter",
                    "set -s extended-keys on\nset -as terminal-features 'xterm*:extkeys'"
                ))
        }
        if let name = values["default-terminal"], !name.hasPrefix("tmux") && !name.hasPrefix("screen") {
            advice.append(
                ("default-terminal is \(name), which is not what tmux is", "set -s default-terminal tmux-256color"))
        } else if let name = values["default-terminal"], !name.contains("256color") {
            advice.append(
                ("default-terminal is \(name), which has 8 colours", "set -s default-terminal tmux-256color"))
        }
        if let features, !features.split(separator: ",").contains("RGB") {
            advice.append(
                (
                    "tmux does not know that your terminal has true colour",
                    "set -as terminal-features ',*:RGB'    (only where it has)"
                ))
        }
        guard !advice.isEmpty else { return [DoctorRow("tmux", .passed, "its settings are as they should be")] }
        return advice.map { item in
            var row = DoctorRow("tmux", .remark, item.words)
            row.advice = item.line.split(separator: "\n").map { "in ~/.tmux.conf: \($0)" }
            return row
        }
    }
}
