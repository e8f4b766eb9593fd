// The key map: no key means two things in one place.

import App
import Screen
import Testing

@Suite struct KeyMapTests {
    @Test func noKeyMeansTwoThings() {
        for context in KeyContext.allCases {
            var seen: [Key: Action] = [:]
            for binding in KeyMap.standard.bindings where binding.contexts.contains(context) {
                for key in binding.keys {
                    #expect(seen[key] == nil, "\(key.name) in \(context.rawValue)")
                    seen[key] = binding.action
                }
            }
        }
    }
}
