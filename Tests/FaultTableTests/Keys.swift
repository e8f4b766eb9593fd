// Keys by the names that docs/KEYS.md gives them.
import Screen

enum Keys {
    static func key(named name: String) -> Key {
        var rest = name[...]
        var modifiers: Key.Modifiers = []
        for (prefix, modifier) in [("ctrl-", Key.Modifiers.control), ("alt-", .alt), ("shift-", .shift)]
        where rest.hasPrefix(prefix) && rest.count > prefix.count {
            rest = rest.dropFirst(prefix.count)
            modifiers.insert(modifier)
        }
        let named: [Substring: Key.Code] = [
            "enter": .enter, "esc": .escape, "tab": .tab, "up": .up, "down": .down, "pgup": .pageUp, "pgdn": .pageDown,
            "home": .home, "end": .end, "space": .character(" "),
        ]
        if let code = named[rest] { return Key(code, modifiers) }
        if rest.count > 1, rest.hasPrefix("f"), let number = Int(rest.dropFirst()) { return Key(.function(number)) }
        return Key(.character(rest.first ?? " "), modifiers)
    }
}
