// What one source sets: a file, the environment, the command line. Whatever is wrong there is left out and named.

internal import Matching

/// A key that the user gave another meaning, as it stands in the file.
public struct KeyRemap: Hashable, Sendable {
    public var context: String
    public var contextPlace: TextPlace
    public var key: String
    public var keyPlace: TextPlace
    /// nil: the key does nothing there.
    public var action: String?
    public var actionPlace: TextPlace

    public init(
        context: String, contextPlace: TextPlace = TextPlace(line: 1, column: 1), key: String,
        keyPlace: TextPlace = TextPlace(line: 1, column: 1), action: String?,
        actionPlace: TextPlace = TextPlace(line: 1, column: 1)
    ) {
        self.context = context
        self.contextPlace = contextPlace
        self.key = key
        self.keyPlace = keyPlace
        self.action = action
        self.actionPlace = actionPlace
    }
}

public struct SettingsLayer: Equatable, Sendable {
    public struct Entry: Hashable, Sendable {
        public var value: SettingValue
        /// Where it was set, to be shown.
        public var origin: SettingOrigin

        public init(_ value: SettingValue, _ origin: SettingOrigin) {
            self.value = value
            self.origin = origin
        }
    }

    public let source: SettingsSource
    public private(set) var entries: [SettingName: Entry] = [:]
    public private(set) var remaps: [KeyRemap] = []
    public private(set) var problems: [SettingsProblem] = []

    /// A layer that sets nothing, with what was wrong with its source.
    public init(_ source: SettingsSource, problems: [SettingsProblem] = []) {
        self.source = source
        self.problems = problems
    }

    /// A settings file. A file that is no JSON sets nothing.
    public init(_ source: SettingsSource, file bytes: [UInt8]) {
        self.init(source)
        do throws(SettingsSyntaxError) {
            take(try SettingsReader.members(of: bytes))
        } catch {
            problems = [SettingsProblem(source, at: error.place, .syntax(error.reason))]
        }
    }

    /// The source could not be read this time, or is no JSON.
    public var isLost: Bool {
        problems.contains { problem in
            switch problem.what {
            case .syntax, .unreadable: true
            default: false
            }
        }
    }

    /// The same settings with other problems.
    public func with(_ problems: [SettingsProblem]) -> SettingsLayer {
        var layer = self
        layer.problems = problems
        return layer
    }

    /// The variables of the table; an empty one counts as not set.
    public init(environment: [String: String]) {
        self.init(.environment)
        for row in Setting.all {
            guard let text = environment[row.variable], !text.isEmpty else { continue }
            take(text, for: row, .variable(row.variable), name: row.variable)
        }
    }

    /// Flags with their words: `--server` and `work`.
    public init(flags: [(name: SettingName, flag: String, text: String)]) {
        self.init(.flags)
        for (name, flag, text) in flags { take(text, for: Setting.row(name), .flag(flag), name: flag) }
    }

    private mutating func take(_ text: String, for row: Setting, _ origin: SettingOrigin, name: String) {
        if case .names(let known) = row.kind {
            let words = Setting.Kind.names(in: text)
            for word in words where !known.contains(word) {
                let what = SettingsProblem.What.unknownEntry(row.name, word, nearest: nearest(to: word, in: known))
                problems.append(SettingsProblem(source, name: name, what))
            }
            entries[row.name] = Entry(.text(words.filter(known.contains).joined(separator: " ")), origin)
        } else if row.kind == .profiles {
            entries[row.name] = Entry(
                .text(profiles(Setting.Kind.rows(in: text), row.name, at: nil, name: name)), origin)
        } else if let value = row.kind.value(ofPlain: text) {
            entries[row.name] = Entry(value, origin)
        } else {
            problems.append(SettingsProblem(source, name: name, .unfit(row.name, found: text)))
        }
    }

    // MARK: Files

    private mutating func take(_ members: [SettingsMember]) {
        reportTwice(members)
        for member in members {
            if member.name == "keys" {
                takeKeys(member)
            } else if let name = SettingName(rawValue: member.name) {
                take(member, for: Setting.row(name))
            } else {
                let names = SettingName.allCases.map(\.rawValue) + ["keys"]
                add(.unknownSetting(member.name, nearest: nearest(to: member.name, in: names)), at: member.place)
            }
        }
    }

    private mutating func take(_ member: SettingsMember, for row: Setting) {
        if isProject, row.isPersonal { return add(.personal(member.name), at: member.place) }
        let listed: SettingValue?
        if case .names(let known) = row.kind, case .list(let nodes) = member.node.value {
            listed = .text(names(in: nodes, known, row.name).joined(separator: " "))
        } else if row.kind == .profiles, case .list(let nodes) = member.node.value {
            listed = .text(profiles(in: nodes, row.name))
        } else {
            listed = nil
        }
        guard let value = listed ?? row.kind.value(of: member.node.value) else {
            // Of a text that is no text, the later one holds all the same: nothing.
            return add(.unfit(row.name, found: member.node.value.shown), at: member.node.place)
        }
        let place = member.place
        let path = source.path ?? ""
        entries[row.name] = Entry(value, .file(path, place, isProject: isProject))
    }

    /// Those that are known; the others are named among the problems, and the rest of the list holds.
    private mutating func names(in nodes: [SettingsNode], _ known: [String], _ setting: SettingName) -> [String] {
        nodes.compactMap { node in
            guard case .text(let name) = node.value else {
                add(.unfit(setting, found: node.value.shown), at: node.place)
                return nil
            }
            if known.contains(name) { return name }
            add(.unknownEntry(setting, name, nearest: nearest(to: name, in: known)), at: node.place)
            return nil
        }
    }

    /// The rows that are understood; the others are named, and the rest of the list holds.
    private mutating func profiles(in nodes: [SettingsNode], _ setting: SettingName) -> String {
        let rows = nodes.map { node -> String in
            guard case .text(let text) = node.value else {
                add(.unfit(setting, found: node.value.shown), at: node.place)
                return ""
            }
            return profiles(Setting.Kind.rows(in: text), setting, at: node.place, name: nil)
        }
        return rows.filter { !$0.isEmpty }.joined(separator: "; ")
    }

    private mutating func profiles(
        _ rows: [String], _ setting: SettingName, at place: TextPlace?, name: String?
    ) -> String {
        var understood: [String] = []
        for row in rows {
            if let mistake = Setting.Kind.mistake(inProfile: row) {
                problems.append(SettingsProblem(source, name: name, at: place, .profile(row: row, mistake: mistake)))
            } else {
                understood.append(row)
            }
        }
        return understood.joined(separator: "; ")
    }

    private mutating func takeKeys(_ member: SettingsMember) {
        if isProject { return add(.personal("keys"), at: member.place) }
        guard case .object(let contexts) = member.node.value else {
            return add(.keysNotObject("keys"), at: member.node.place)
        }
        for context in contexts {
            guard case .object(let keys) = context.node.value else {
                add(.keysNotObject(context.name), at: context.node.place)
                continue
            }
            for key in keys {
                let action: String?
                switch key.node.value {
                case .text(let name): action = name
                case .null: action = nil
                default:
                    add(.actionNotText(key: key.name), at: key.node.place)
                    continue
                }
                remaps.append(
                    KeyRemap(
                        context: context.name, contextPlace: context.place, key: key.name, keyPlace: key.place,
                        action: action, actionPlace: key.node.place))
            }
        }
    }

    private mutating func reportTwice(_ members: [SettingsMember]) {
        var seen: [String: TextPlace] = [:]
        for member in members {
            if let first = seen[member.name] {
                add(.twice(member.name, firstLine: first.line), at: member.place)
            } else {
                seen[member.name] = member.place
            }
        }
    }

    private var isProject: Bool { if case .project = source { true } else { false } }

    private mutating func add(_ what: SettingsProblem.What, at place: TextPlace) {
        problems.append(SettingsProblem(source, at: place, what))
    }
}

extension SettingsNode.Value {
    /// As it could stand in the file, cut short.
    var shown: String {
        switch self {
        case .null: "null"
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): String(number)
        case .fraction(let text): text
        case .text(let text): "\"\(text.prefix(40))\""
        case .list: "a list"
        case .object: "an object"
        }
    }
}
