// What is wrong with a theme, in words.

internal import Settings

extension SettingsWords {
    static func text(of problem: ThemeProblem) -> String {
        switch problem {
        case .unknownName(let name, let place, let nearest):
            switch place {
            case .file: "a theme has no \(name)\(guess(nearest))"
            case .roles: "there is no role \(name)\(guess(nearest))"
            case .look: "a role has no \(name)\(guess(nearest))"
            }
        case .unfit(let name, let kind, let found): "\(name) takes \(words(kind)), not \(found)"
        case .noColour(let text, let nearest):
            "\(text.isEmpty ? "an empty text" : text) is no colour"
                + (nearest.map { ". Did you mean \($0)?" } ?? ": #rrggbb, a name such as bright-blue, default, 0 to 255")
        case .unknownTheme(let name, let nearest): "there is no theme \(name)\(guess(nearest))"
        case .circle(let name): "it inherits from itself, by way of \(name). terminal is taken instead"
        case .nameTaken(let name): "a theme of the program is called \(name). Call the file otherwise"
        case .unfitName(let name):
            "\(name) can't be a theme's name: letters, digits, - _ and . can. Call the file otherwise"
        case .tooMany(let count): "\(count) themes are more than are read. The first \(ThemeShelf.mostFiles) are"
        case .lowContrast(let role, let contrast, let bar):
            "\(role) has a contrast of \(ratio(contrast)):1 with its ground; \(ratio(bar)):1 can be read"
        }
    }

    private static func words(_ kind: ThemeProblem.Kind) -> String {
        switch kind {
        case .text: "a text"
        case .flag: "true or false"
        case .object: "an object"
        case .ground: "\"dark\" or \"light\""
        case .colour: "a colour: \"#rrggbb\", a name, 0 to 255"
        }
    }

    /// Hundredths with one digit.
    private static func ratio(_ hundredths: Int) -> String {
        "\(hundredths / 100)" + (hundredths % 100 / 10 == 0 ? "" : ".\(hundredths % 100 / 10)")
    }
}
