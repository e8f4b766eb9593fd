// What `oropendola config` prints: the settings with their origins, for people and as JSON.

public import JSON
public import Settings

/// The settings of a folder, and what is wrong with them.
public struct ConfigReport: Sendable {
    public var settings: ChosenSettings
    /// What is wrong, one line each, with its place in front.
    public var complaints: [String]
    /// What is no mistake and worth a look, likewise.
    public var remarks: [String] = []
    public var userPath: String
    public var projectPath: String
    public var isUserThere: Bool
    /// Keys that the user's file gives another meaning.
    public var keyCount: Int

    public init(
        settings: ChosenSettings, complaints: [String], userPath: String, projectPath: String, isUserThere: Bool,
        keyCount: Int
    ) {
        self.settings = settings
        self.complaints = complaints
        self.userPath = userPath
        self.projectPath = projectPath
        self.isUserThere = isUserThere
        self.keyCount = keyCount
    }

    /// `config show`: name, value, origin.
    public func settingLines(_ style: ConsoleStyle) -> [String] {
        let names = Setting.all.map(\.name.rawValue)
        let values = Setting.all.map { shown(settings.value($0.name)) }
        let nameWidth = names.map(\.count).max() ?? 0
        let keys = keyCount == 0 ? "as the preset" : "\(keyCount) changed"
        let valueWidth = min(24, (values + [keys]).map(\.count).max() ?? 0)
        var lines = zip(Setting.all, values).map { row, value in
            let name = padded(row.name.rawValue, nameWidth)
            var place = origin(settings.origin(row.name))
            if row.name == .theme, let themePath { place += ", the theme: \(themePath)" }
            let isSet = settings.origin(row.name) != .standard
            return "\(name)  \(style.paint(style.clean(padded(value, valueWidth)), isSet ? .bold : .dim))  "
                + style.paint(style.clean(place), .dim)
        }
        let keysPlace = keyCount == 0 ? "default" : userPath
        lines.append(
            "\(padded("keys", nameWidth))  \(style.paint(padded(keys, valueWidth), keyCount == 0 ? .dim : .bold))  "
                + style.paint(style.clean(keysPlace), .dim))
        if case .ignored(let path) = settings.project {
            lines.append("\(style.remark) \(style.clean(path)) is not used: `oropendola config trust` uses it")
        }
        return lines + complaints.map { "\(style.paint(style.failed, .red)) \(style.clean($0))" }
    }

    /// `config path`.
    public func pathLines(_ style: ConsoleStyle) -> [String] {
        let project =
            switch settings.project {
            case .none: "not there"
            case .ignored: "not used: the folder is not trusted"
            case .used: "used"
            }
        return [
            "yours    \(style.clean(userPath))  \(style.paint(isUserThere ? "used" : "not there", .dim))",
            "project  \(style.clean(projectPath))  \(style.paint(project, .dim))",
        ]
    }

    /// `config check`.
    public func checkLines(_ style: ConsoleStyle) -> [String] {
        guard complaints.isEmpty else {
            return complaints.map { "\(style.paint(style.failed, .red)) \(style.clean($0))" } + remarkLines(style)
        }
        var lines = ["\(style.paint(style.done, .green)) Nothing is wrong in the settings"]
        if case .ignored(let path) = settings.project {
            lines.append("\(style.remark) \(style.clean(path)) was not looked at: the folder is not trusted")
        }
        return lines + remarkLines(style)
    }

    private func remarkLines(_ style: ConsoleStyle) -> [String] {
        remarks.map { "\(style.remark) \(style.clean($0))" }
    }

    /// `config trust`, `config distrust`.
    public func trustLines(_ isTrusted: Bool, _ style: ConsoleStyle) -> [String] {
        guard isTrusted else { return ["This folder is not trusted. Its settings are not used"] }
        let isThere = settings.project != .none
        return [
            "This folder is trusted. \(style.clean(projectPath)) is used"
                + (isThere ? "" : " as soon as there is such a file")
        ]
    }

    public var json: JSONValue {
        let rows = Setting.all.map { row in
            JSONValue.object([
                "name": .string(row.name.rawValue), "value": json(settings.value(row.name)),
                "default": json(row.standard), "origin": json(settings.origin(row.name)),
                "variable": .string(row.variable), "needsRestart": .bool(row.needsRestart),
            ])
        }
        let project: JSONValue =
            switch settings.project {
            case .none: "none"
            case .ignored: "not trusted"
            case .used: "used"
            }
        return .object([
            "settings": .array(rows), "keysChanged": .integer(Int64(keyCount)),
            "user": .object(["path": .string(userPath), "exists": .bool(isUserThere)]),
            "project": .object(["path": .string(projectPath), "state": project]),
            "problems": .array(complaints.map { .string($0) }), "remarks": .array(remarks.map { .string($0) }),
            "themePath": themePath.map { .string($0) } ?? .null,
        ])
    }

    private func json(_ value: SettingValue) -> JSONValue {
        switch value {
        case .flag(let flag): .bool(flag)
        case .number(let number): .integer(Int64(number))
        case .text(let text): .string(text)
        }
    }

    private func json(_ origin: SettingOrigin) -> JSONValue {
        switch origin {
        case .standard: .object(["kind": "default"])
        case .flag(let name): .object(["kind": "flag", "name": .string(name)])
        case .variable(let name): .object(["kind": "environment", "name": .string(name)])
        case .file(let path, let place, let isProject):
            .object([
                "kind": .string(isProject ? "project" : "user"), "path": .string(path),
                "line": .integer(Int64(place.line)), "column": .integer(Int64(place.column)),
            ])
        }
    }

    private func origin(_ origin: SettingOrigin) -> String {
        switch origin {
        case .standard: "default"
        case .flag(let name): name
        case .variable(let name): "$\(name)"
        case .file(let path, let place, _): "\(path):\(place.line)"
        }
    }

    /// Where the theme itself is, when it is the user's.
    private var themePath: String? { settings.themes.path(of: settings.text(.theme)) }

    private func shown(_ value: SettingValue) -> String {
        switch value {
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): "\(number)"
        case .text(let text): text.isEmpty ? "\"\"" : text
        }
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
