// Keys by the names that scenarios give them: `ctrl-t`, `alt-up`, `f6`, `space`, `j`.
public import Screen

extension Key {
    /// - Parameter name: a letter, or a name with what is held beside it in front.
    public init(named name: some StringProtocol) {
        var rest = Substring(name)
        var modifiers: Modifiers = []
        for (prefix, modifier) in [("ctrl-", Modifiers.control), ("alt-", .alt), ("shift-", .shift)]
        where rest.hasPrefix(prefix) && rest.count > prefix.count {
            rest = rest.dropFirst(prefix.count)
            modifiers.insert(modifier)
        }
        let named: [Substring: Code] = [
            "enter": .enter, "esc": .escape, "tab": .tab, "up": .up, "down": .down, "left": .left, "right": .right,
            "pgup": .pageUp, "pgdn": .pageDown, "home": .home, "end": .end, "space": .character(" "),
            "backspace": .backspace, "del": .delete,
        ]
        if let code = named[rest] {
            self.init(code, modifiers)
        } else if rest.count > 1, rest.hasPrefix("f"), let number = Int(rest.dropFirst()) {
            self.init(.function(number), modifiers)
        } else {
            self.init(.character(rest.first ?? " "), modifiers)
        }
    }
}
