// All themes that can be chosen: those of the program, and the user's files, each by its name.

internal import Matching
public import Screen

public struct ThemeShelf: Equatable, Sendable {
    /// A theme as it is chosen from.
    public struct Entry: Equatable, Sendable {
        public var name: String
        /// What is said of it.
        public var help: String
        /// The user's file; nil: it comes with the program.
        public var path: String?
    }

    /// Files that are read; the rest is left.
    public static let mostFiles = 100
    /// Bytes of a file.
    public static let mostBytes = 1 << 18

    private var files: [String: Theme] = [:]
    /// In the order in which they are offered.
    public private(set) var entries: [Entry]
    /// All that is wrong with the files.
    public private(set) var problems: [SettingsProblem] = []

    /// - Parameter texts: the user's files by their names without `.json`; those that could not be read are not among them.
    public init(_ texts: [(name: String, path: String, bytes: [UInt8])] = []) {
        entries = ThemePreset.all.map { Entry(name: $0.name, help: $0.help, path: nil) }
        var read: [String: ThemeText] = [:]
        for (name, path, bytes) in texts {
            if Self.preset(name) != nil {
                add(.nameTaken(name), path)
            } else if !Self.isFit(name) {
                add(.unfitName(name), path)
            } else {
                let text = ThemeText(.theme(path), bytes: bytes)
                problems += text.problems
                guard !text.isLost else { continue }
                read[name] = text
                entries.append(Entry(name: name, help: text.title ?? "", path: path))
            }
        }
        for entry in entries {
            guard let path = entry.path else { continue }
            files[entry.name] = made(entry.name, path, read, [])
        }
    }

    private static func preset(_ name: String) -> ThemePreset? { ThemePreset.all.first { $0.name == name } }

    /// Letters, digits and `-_.`, as a file and a command's argument can be called.
    private static func isFit(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 60
            && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." }
    }

    private mutating func add(_ what: ThemeProblem, _ path: String, at place: TextPlace? = nil) {
        problems.append(SettingsProblem(.theme(path), at: place, .theme(what)))
    }

    private mutating func made(
        _ name: String, _ path: String, _ read: [String: ThemeText], _ heirs: [String]
    ) -> Theme {
        guard let text = read[name] else { return .terminal }
        var parent = Theme.terminal
        if heirs.contains(text.parent) || text.parent == name {
            // Said of each file in it, at the place where it begins there, and not of those that only lead to it.
            let first = heirs.first ?? name
            if text.parent == first, let start = read[first] { add(.circle(start.parent), path, at: start.parentPlace) }
        } else if Self.preset(text.parent) != nil {
            parent = theme(text.parent)
        } else if read[text.parent] != nil {
            parent = made(text.parent, path, read, heirs + [name])
        } else if heirs.isEmpty {
            add(.unknownTheme(text.parent, nearest: nearest(to: text.parent, in: names)), path, at: text.parentPlace)
        }
        return text.theme(name, from: parent)
    }

    public var names: [String] { entries.map(\.name) }

    /// The user's file of that theme.
    public func path(of name: String) -> String? { entries.first { $0.name == name }?.path }

    public func has(_ name: String) -> Bool { entries.contains { $0.name == name } }

    /// The theme of that name, `auto` where there is none; of one for both grounds what fits a ground that is known.
    public func theme(_ name: String, on ground: Theme.Ground? = nil) -> Theme {
        if let theme = files[name] { return theme }
        guard let preset = Self.preset(name) else { return theme("auto", on: ground) }
        if ground == .light, let light = preset.light { return theme(light) }
        if let theme = preset.theme { return theme }
        let text = ThemeText(.theme(name), bytes: Array(preset.text.utf8))
        return text.theme(name, from: theme(text.parent))
    }

    /// What is wrong with the program's own, which the tests hold to be nothing.
    public static var problemsOfPresets: [SettingsProblem] {
        ThemePreset.all.filter { $0.theme == nil }.flatMap {
            ThemeText(.theme($0.name), bytes: Array($0.text.utf8)).problems
        }
    }

    /// What is hard to read in the user's own themes, on the ground that each is made for.
    public var remarks: [SettingsProblem] {
        entries.flatMap { entry -> [SettingsProblem] in
            guard let path = entry.path, let theme = files[entry.name] else { return [] }
            return theme.lowContrasts.map { part, contrast, bar in
                SettingsProblem(
                    .theme(path),
                    .theme(.lowContrast(part, hundredths: Int(contrast * 100), bar: Int(bar * 100))))
            }
        }
    }
}

extension Theme {
    /// Roles below their bar (`Theme.bar`), on the ground that the theme is made for. Of one that is for both, only
    /// what has its own ground is looked at.
    public var lowContrasts: [(part: String, contrast: Double, bar: Double)] {
        Role.allCases.compactMap { role in
            let ink = ink(for: Style(role), depth: .full)
            guard let ground = ground ?? (ink.background >= 0 ? .dark : nil),
                let contrast = contrast(of: Style(role), on: .assumed(ground))
            else { return nil }
            let bar = Self.bar(for: role)
            return contrast < bar ? (role.name, contrast, bar) : nil
        }
    }
}
