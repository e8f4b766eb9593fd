// Whether a slash command can be done now, and in words why not: before anything of it is done.

internal import Settings
internal import TaskMachine

extension AppModel {
    /// nil: it can be done.
    func refusal(of command: SlashCommand, _ argument: String) -> String? {
        let words = argument.split(separator: " ").map(String.init)
        if command.arguments.isEmpty, !words.isEmpty {
            return "/\(command.rawValue) takes nothing behind it: \(quoted(argument))"
        }
        switch command {
        case .mode where !words.isEmpty && ChatMode(rawValue: argument) == nil:
            return "There is no mode \(quoted(argument)). \(command.usage)"
        case .todos where !words.isEmpty && argument != "clear" && Int(argument) == nil:
            return "/todos does not know \(quoted(argument)). \(command.usage)"
        case .theme where !words.isEmpty && !settings.themes.has(argument): return noTheme(argument)
        case .model: return modelRefusal(argument)
        case .rename where words.isEmpty: return "A title is missing. \(command.usage)"
        case .rules where !words.isEmpty && !(words.count == 2 && words[0] == "revoke" && Int(words[1]) != nil):
            return "/rules does not know \(quoted(argument)). \(command.usage)"
        case .trust where !words.isEmpty && argument != "off":
            return "/trust does not know \(quoted(argument)). \(command.usage)"
        case .export where isNoFormat(argument): return "The formats are md and json. \(command.usage)"
        case .feedback:
            guard argument == "+" || argument == "-" else { return "Good or not? \(command.usage)" }
            return latestAnswer == nil ? "There is no answer yet" : nil
        case .improve where words.isEmpty:
            return
                "A text is missing. \(command.usage), or write it and press \(keys.name(of: .improve, in: .composer))"
        case .resume where words.count > 1: return "One conversation at a time. \(command.usage)"
        case .resume where !conversation.task.lifecycle.isOver && !words.isEmpty:
            return "A turn runs. Esc cancels it first"
        case .retry, .edit: return whyNotBack
        default: return nil
        }
    }

    /// Neither a format nor, with a dot or a slash in it, a file.
    private func isNoFormat(_ argument: String) -> Bool {
        guard let word = argument.split(separator: " ").first, ExportFormat(rawValue: String(word)) == nil else {
            return false
        }
        return !argument.contains(".") && !argument.contains("/")
    }

    private func quoted(_ text: String) -> String { "`\(truncatedWord(text))`" }

    private func truncatedWord(_ text: String) -> String { text.count > 24 ? text.prefix(24) + signs.cut : text }
}
