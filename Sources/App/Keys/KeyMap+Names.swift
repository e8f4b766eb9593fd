// The keys of actions, as hints on the screen name them: from the map in force, never by heart.

internal import Screen

extension KeyMap {
    /// The first key that does this in the first of the contexts that has one.
    func key(for action: Action, in contexts: [KeyContext]) -> Key? {
        for context in contexts {
            for binding in bindings where binding.action == action && binding.contexts.contains(context) {
                if let key = binding.keys.first(where: { self.action(for: $0, in: contexts) == action }) { return key }
            }
        }
        return nil
    }

    /// Its name, or the way that is left without a key: `F2 write`.
    func name(of action: Action, in context: KeyContext) -> String {
        if let key = key(for: action, in: [context, .everywhere]) { return key.name }
        let palette = key(for: .palette, in: [context, .everywhere])?.name ?? "F2"
        return "\(palette) \(action.words)"
    }

    /// `space accept`; nil where no key does it.
    func hint(_ action: Action, _ words: String, in context: KeyContext) -> String? {
        key(for: action, in: [context, .everywhere]).map { "\($0.name) \(words)" }
    }

    /// `j k scroll`; nil where one of the two has no key.
    func hint(_ first: Action, _ second: Action, _ words: String, in context: KeyContext) -> String? {
        let keys = [first, second].compactMap { key(for: $0, in: [context, .everywhere])?.name }
        return keys.count == 2 ? "\(keys[0]) \(keys[1]) \(words)" : nil
    }
}
