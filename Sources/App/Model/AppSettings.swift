// The settings in force: taken at the start, and again whenever a file of them was written.

internal import ChangeReview
internal import Screen
public import Settings
internal import TaskMachine

extension AppModel {
    /// Puts settings in force; of those that were in force, only what is different: what the user has switched by a key
    /// since stays.
    mutating func take(_ new: ChosenSettings) {
        let old = settings
        settings = new
        let made = KeyMap.made(of: new)
        if keys != made.keys { keys = made.keys }
        settingsComplaints = SettingsWords.lines(about: new.problemsInForce + made.problems)
        if new.text(.theme) != old.text(.theme) { themeOfSession = nil }
        followTheme(isNew: true)
        if new.value(.expandOutput) != old.value(.expandOutput) { chat.expandAll(new.flag(.expandOutput)) }
        if new.value(.viComposer) != old.value(.viComposer) { usesVi = new.flag(.viComposer) }
        statusFields = ChosenFields(new)
        arrange(by: new, before: old)
        reviewing.take(new, before: old)
    }

    /// A chat with nothing in it yet, as the settings want it shown.
    var emptyChat: ChatPane {
        var chat = ChatPane()
        chat.expandAll(settings.flag(.expandOutput))
        return chat
    }

    /// Said at every start as long as it is so.
    mutating func beginWithSettings() -> [AppEffect] {
        var effects = complainOfSettings()
        if case .ignored(let path) = settings.project {
            effects += tell(
                .announced(
                    "This project has settings of its own. They are not used: the folder is not trusted. Look at "
                        + "\(visibleText(path)); /trust uses it"))
        }
        return effects + chooseMode()
    }

    /// The mode that a new conversation begins in.
    mutating func chooseMode() -> [AppEffect] {
        guard conversation.entries.allSatisfy({ if case .user = $0.content { false } else { true } }),
            let mode = ChatMode(rawValue: settings.text(.mode)), mode != conversation.mode
        else { return [] }
        return tell(.modeChosen(mode))
    }

    private mutating func complainOfSettings() -> [AppEffect] {
        SettingsWords.cut(settingsComplaints).flatMap { tell(.announced($0)) }
    }

    /// A file was written while the program runs.
    mutating func changed(_ new: ChosenSettings) -> [AppEffect] {
        let (old, complaints, hadMouse) = (settings, settingsComplaints, arrangement.takesMouse)
        take(new)
        guard old != new else { return [] }
        let mouse: [AppEffect] = hadMouse == arrangement.takesMouse ? [] : [.takeMouse(!hadMouse)]
        if settingsComplaints != complaints, let first = settingsComplaints.first {
            return mouse + complainOfSettings() + say(first)
        }
        return mouse + say(SettingsWords.text(ofChange: new, from: old))
    }

    /// `/trust`, `/trust off`.
    mutating func trust(_ argument: String) -> [AppEffect] {
        switch (settings.project, argument == "off") {
        case (.none, false): say("This project has no settings of its own (.oropendola/settings.json)")
        case (.used, false): say("This project's settings are used already")
        case (.ignored, true), (.none, true): say("No settings of this project are used")
        case (.ignored, false): [.trustProject(true)]
        case (.used, true): [.trustProject(false)]
        }
    }
}

extension ReviewModel {
    mutating func take(_ new: ChosenSettings) {
        let old = settings
        settings = new
        let made = KeyMap.made(of: new)
        if keys != made.keys { keys = made.keys }
        settingsComplaints = SettingsWords.lines(about: new.problemsInForce + made.problems)
        theme = new.theme(on: start.ground)
        signs = Signs(
            unicode: start.unicode, hasColour: start.hasColour && !theme.isMonochrome, isRemote: start.isRemote, new)
        if new.value(.mouse) != old.value(.mouse) { takesMouse = new.flag(.mouse) }
        reviewing.take(new, before: old)
    }

    mutating func changed(_ new: ChosenSettings) -> [AppEffect] {
        let (old, complaints, hadMouse) = (settings, settingsComplaints, takesMouse)
        take(new)
        guard old != new else { return [] }
        let mouse: [AppEffect] = hadMouse == takesMouse ? [] : [.takeMouse(!hadMouse)]
        let first = settingsComplaints != complaints ? settingsComplaints.first : nil
        return mouse + say(first ?? SettingsWords.text(ofChange: new, from: old))
    }
}

extension Reviewing {
    mutating func take(_ new: ChosenSettings, before old: ChosenSettings) {
        window.splitColumns = new.number(.sideBySideColumns)
        func differs(_ name: SettingName) -> Bool { new.value(name) != old.value(name) }
        if differs(.contextLines) { window.context = new.number(.contextLines) }
        if differs(.sideBySide) {
            window.columns =
                switch new.text(.sideBySide) {
                case "always": .two
                case "never": .one
                default: .automatic
                }
        }
        if differs(.whitespace) {
            window.blanks =
                switch new.text(.whitespace) {
                case "dimmed": .dimmed
                case "hidden": .hidden
                default: .shown
                }
        }
        if differs(.fileTree) {
            list.isTree = new.flag(.fileTree)
            list.follow(changes, facts)
            if let path { list.select(path, in: changes) }
        }
    }
}

extension KeyMap {
    /// The preset that is chosen, with the user's own keys over it.
    public static func made(of settings: ChosenSettings) -> (keys: KeyMap, problems: [SettingsProblem]) {
        made(of: KeyPreset(rawValue: settings.text(.keyPreset)) ?? .standard, settings.remaps, path: settings.userPath)
    }
}
