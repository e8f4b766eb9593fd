// The user's own keys: laid over a preset, with everything said that would surprise.

internal import Matching
internal import Screen
public import Settings

extension KeyMap {
    /// Actions that work wherever the user is.
    static let globalActions = Set(standard.bindings.filter { $0.contexts.contains(.everywhere) }.map(\.action))

    /// Where the standard map has an action, and so any other.
    static func isKnown(_ action: Action, in context: KeyContext) -> Bool {
        globalActions.contains(action)
            || standard.bindings.contains { $0.action == action && $0.contexts.contains(context) }
    }

    /// Gives a key to an action, in front of its others; nil: to none. What had it loses it. The map's lookups are made
    /// anew by whoever calls.
    static func give(_ key: Key, _ action: Action?, in context: KeyContext, of bindings: inout [KeyBinding]) {
        for index in bindings.indices.reversed()
        where bindings[index].contexts.contains(context) && bindings[index].keys.contains(key) {
            let apart = separate(context, at: index, of: &bindings)
            bindings[apart].keys.removeAll { $0 == key }
        }
        guard let action else { return }
        let own = bindings.firstIndex { $0.action == action && $0.contexts.contains(context) }
        if let own {
            bindings[separate(context, at: own, of: &bindings)].keys.insert(key, at: 0)
        } else {
            let help = standard.bindings.first { $0.action == action }?.help ?? ""
            bindings.append(KeyBinding(contexts: [context], keys: [key], action: action, help: help))
        }
    }

    /// A row of several contexts parts, so that one of them can have other keys; its place in the map.
    private static func separate(_ context: KeyContext, at index: Int, of bindings: inout [KeyBinding]) -> Int {
        guard bindings[index].contexts.count > 1 else { return index }
        var own = bindings[index]
        bindings[index].contexts.removeAll { $0 == context }
        own.contexts = [context]
        bindings.insert(own, at: index + 1)
        return index + 1
    }

    /// A preset with the user's keys over it. What can't be is left out; what may surprise is done and named.
    ///
    /// - Parameter path: the file that the remaps are from.
    public static func made(
        of preset: KeyPreset, _ remaps: [KeyRemap], path: String
    ) -> (keys: KeyMap, problems: [SettingsProblem]) {
        let base = preset.keys
        guard !remaps.isEmpty else { return (base, []) }
        var making = KeyRemapping(base, path: path)
        for remap in remaps { making.take(remap) }
        return making.ended()
    }
}

/// One reading of the user's keys.
private struct KeyRemapping {
    private struct Given {
        var context: KeyContext
        var key: Key
        var action: Action?
        var former: Action?
        var place: TextPlace
        var actionPlace: TextPlace
    }

    private let base: KeyMap
    private var bindings: [KeyBinding]
    private let source: SettingsSource
    private var given: [Given] = []
    private var problems: [SettingsProblem] = []

    init(_ base: KeyMap, path: String) {
        self.base = base
        bindings = base.bindings
        source = .user(path)
    }

    mutating func take(_ remap: KeyRemap) {
        guard let context = KeyContext.allCases.first(where: { $0.settingsName == remap.context }) else {
            let names = KeyContext.allCases.map(\.settingsName)
            return add(
                .unknownContext(remap.context, nearest: nearest(to: remap.context, in: names)), remap.contextPlace)
        }
        guard let key = Key(written: remap.key) else { return add(.unknownKey(remap.key), remap.keyPlace) }
        var action: Action?
        if let name = remap.action {
            guard let known = Action(rawValue: name) else {
                let names = Action.allCases.filter { KeyMap.isKnown($0, in: context) }.map(\.rawValue)
                return add(.unknownAction(name, nearest: nearest(to: name, in: names)), remap.actionPlace)
            }
            guard KeyMap.isKnown(known, in: context) else {
                return add(.actionElsewhere(name, context: remap.context), remap.actionPlace)
            }
            action = known
        }
        if let what = refusal(of: action, key, in: context) { return add(what, remap.keyPlace) }
        if let other = given.first(where: { $0.context == context && $0.key == key }), other.action != action {
            add(
                .sameKey(
                    key.name, context: remap.context, action: name(action), other: name(other.action),
                    otherLine: other.place.line), remap.keyPlace)
        }
        given.removeAll { $0.context == context && $0.key == key }
        given.append(
            Given(
                context: context, key: key, action: action, former: base.action(for: key, in: [context]),
                place: remap.keyPlace, actionPlace: remap.actionPlace))
    }

    private func refusal(of action: Action?, _ key: Key, in context: KeyContext) -> SettingsProblem.What? {
        guard let action else { return nil }
        if case .character = key.code, key.modifiers.isEmpty, context == .composer || context == .everywhere {
            return .typedKey(key.name, context: context.settingsName)
        }
        let isYes: Bool
        switch action {
        case .allowOnce, .allowPrefix, .allowProject, .runInCopy, .runOnDisk, .writeFirst: isYes = true
        default: isYes = false
        }
        return isYes && key.code == .enter ? .enterAllows(action.rawValue) : nil
    }

    mutating func ended() -> (keys: KeyMap, problems: [SettingsProblem]) {
        // The first in the file is to be the one that hints name.
        for one in given.reversed() { KeyMap.give(one.key, one.action, in: one.context, of: &bindings) }
        // A row without keys says nothing; the palette lists its action all the same.
        let keys = KeyMap(bindings: bindings.filter { !$0.keys.isEmpty })
        for one in given {
            guard let action = one.action else { continue }
            if let former = one.former, former != action,
                keys.key(for: former, in: [one.context, .everywhere]) == nil
            {
                add(
                    .onlyKey(
                        one.key.name, context: one.context.settingsName, action: action.rawValue,
                        former: former.rawValue), one.place)
            }
            guard one.context == .everywhere else { continue }
            for context in KeyContext.allCases where context != .everywhere {
                guard let other = keys.action(for: one.key, in: [context]), other != action else { continue }
                add(
                    .shadowed(
                        one.key.name, action: action.rawValue, context: context.settingsName, by: other.rawValue),
                    one.place)
            }
        }
        return (keys, problems)
    }

    private func name(_ action: Action?) -> String { action?.rawValue ?? "null" }

    private mutating func add(_ what: SettingsProblem.What, _ place: TextPlace) {
        problems.append(SettingsProblem(source, at: place, what))
    }
}
