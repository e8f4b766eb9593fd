// A theme file as it is written: what it changes, and of which theme. Whatever is wrong there is left out and named.

internal import Matching
public import Screen

/// What one file says; `ThemeShelf` makes themes of all of them.
struct ThemeText: Sendable {
    /// What people call it.
    var title: String?
    var ground: Theme.Ground?
    var parent = "terminal"
    var parentPlace: TextPlace?
    private(set) var changes: [(part: ThemePart, change: LookChange)] = []
    private(set) var problems: [SettingsProblem] = []
    /// It is no JSON, or can't be read.
    private(set) var isLost = false
    private let source: SettingsSource

    static let members = ["name", "ground", "inherits", "roles"]

    init(_ source: SettingsSource, bytes: [UInt8]) {
        self.source = source
        do throws(SettingsSyntaxError) {
            take(try SettingsReader.members(of: bytes))
        } catch {
            isLost = true
            problems = [SettingsProblem(source, at: error.place, .syntax(error.reason))]
        }
    }

    /// The theme that it makes of the one that it inherits.
    func theme(_ name: String, from parent: Theme) -> Theme {
        var theme = parent
        theme.name = name
        theme.ground = ground ?? parent.ground
        for (part, change) in changes { theme[part] = change.applied(to: theme[part]) }
        return theme
    }

    private mutating func add(_ what: ThemeProblem, at place: TextPlace) {
        problems.append(SettingsProblem(source, at: place, .theme(what)))
    }

    private mutating func take(_ members: [SettingsMember]) {
        reportTwice(members)
        for member in members {
            let value = member.node.value
            switch (member.name, value) {
            case ("name", .text(let text)): title = text
            case ("inherits", .text(let text)): (parent, parentPlace) = (text, member.node.place)
            case ("ground", .text(let text)) where Theme.Ground(rawValue: text) != nil:
                ground = Theme.Ground(rawValue: text)
            case ("roles", .object(let roles)): take(roles: roles)
            case ("name", _), ("inherits", _): unfit(member, .text)
            case ("ground", _): unfit(member, .ground)
            case ("roles", _): unfit(member, .object)
            default: unknown(member, .file, Self.members)
            }
        }
    }

    private mutating func take(roles: [SettingsMember]) {
        reportTwice(roles)
        for role in roles {
            guard let part = ThemePart.all.first(where: { $0.name == role.name }) else {
                unknown(role, .roles, ThemePart.all.map(\.name))
                continue
            }
            guard case .object(let members) = role.node.value else {
                unfit(role, .object)
                continue
            }
            reportTwice(members)
            var change = LookChange()
            for member in members { take(member, into: &change) }
            changes.append((part, change))
        }
    }

    private mutating func take(_ member: SettingsMember, into change: inout LookChange) {
        if let attribute = LookChange.attributes[member.name] {
            guard case .flag(let isOn) = member.node.value else { return unfit(member, .flag) }
            change.attributes[attribute] = isOn
        } else if member.name == "fg" || member.name == "bg" {
            let word: String
            switch member.node.value {
            case .text(let text): word = text
            case .number(let number): word = String(number)
            default: return unfit(member, .colour)
            }
            guard let colour = ThemeColour(written: word) else {
                let near = word.hasPrefix("#") ? nil : nearest(to: word, in: ThemeColour.names)
                return add(.noColour(word, nearest: near), at: member.node.place)
            }
            if member.name == "fg" { change.foreground = colour } else { change.background = colour }
        } else {
            unknown(member, .look, LookChange.members)
        }
    }

    private mutating func unfit(_ member: SettingsMember, _ kind: ThemeProblem.Kind) {
        add(.unfit(member.name, takes: kind, found: member.node.value.shown), at: member.node.place)
    }

    private mutating func unknown(_ member: SettingsMember, _ place: ThemeProblem.Place, _ names: [String]) {
        add(.unknownName(member.name, in: place, nearest: nearest(to: member.name, in: names)), at: member.place)
    }

    private mutating func reportTwice(_ members: [SettingsMember]) {
        var seen: [String: Int] = [:]
        for member in members {
            if let line = seen[member.name] {
                problems.append(SettingsProblem(source, at: member.place, .twice(member.name, firstLine: line)))
            } else {
                seen[member.name] = member.place.line
            }
        }
    }
}

/// What a file says of one look; the rest is inherited.
struct LookChange: Equatable, Sendable {
    var foreground: ThemeColour?
    var background: ThemeColour?
    var attributes: [UInt32: Bool] = [:]

    static let attributes: [String: UInt32] = [
        "bold": Look.Attributes.bold.rawValue, "dim": Look.Attributes.dim.rawValue,
        "underline": Look.Attributes.underline.rawValue, "reverse": Look.Attributes.reverse.rawValue,
    ]
    static let members = ["fg", "bg", "bold", "dim", "underline", "reverse"]

    func applied(to look: Look) -> Look {
        var look = look
        if let foreground { look.foreground = foreground }
        if let background { look.background = background }
        for (attribute, isOn) in attributes {
            let mark = Look.Attributes(rawValue: attribute)
            if isOn { look.attributes.insert(mark) } else { look.attributes.remove(mark) }
        }
        return look
    }
}

extension ThemeColour {
    /// The names of the palette, in its order, then the terminal's own.
    public static let names =
        ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]
        + ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"].map { "bright-" + $0 } + ["default"]

    /// `#rrggbb`, a name, or a number of the table; nil: none of them.
    public init?(written text: String) {
        if text == "default" {
            self = .own
        } else if let place = Self.names.firstIndex(of: text) {
            self = .table(UInt8(place))
        } else if let place = UInt8(text), text.allSatisfy(\.isNumber) {
            self = .table(place)
        } else if text.hasPrefix("#"), text.utf8.count == 7, text.dropFirst().allSatisfy(\.isHexDigit),
            let number = UInt32(text.dropFirst(), radix: 16)
        {
            self = .rgb(RGB(number))
        } else {
            return nil
        }
    }
}
