// What the settings say about the terminal, which can't change while it is ours.
import Screen
import Settings
import Terminal

extension TerminalOptions {
    init(_ settings: ChosenSettings, _ environment: [String: String], errorLog: String?) {
        self.init(environment: { environment[$0] }, usesMouse: settings.flag(.mouse), errorLog: errorLog)
        if settings.text(.color) == "off" { usesColour = false }
    }
}

/// What the terminal says of its ground to its children, if it does (rxvt, Konsole, iTerm2).
func terminalGround(_ environment: [String: String]) -> Theme.Ground? {
    environment["COLORFGBG"].flatMap { Theme.Ground(colours: $0) }
}

/// What is drawn goes through a network.
func isRemote(_ environment: [String: String]) -> Bool {
    ["SSH_CONNECTION", "SSH_TTY"].contains { !(environment[$0] ?? "").isEmpty }
}
