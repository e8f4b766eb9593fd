// The user's own keys and the presets: what is given away, what is refused, what is said.

import App
import Screen
import Settings
import TestSupport
import Testing

@Suite struct KeyRemappingTests {
    /// `changes Ctrl-X write` or `changes w null`, one a line.
    private func made(
        _ text: String, of preset: KeyPreset = .standard
    ) -> (keys: KeyMap, problems: [SettingsProblem.What]) {
        let remaps = text.split(separator: "\n").enumerated().map { number, line in
            let words = line.split(separator: " ").map(String.init)
            let place = TextPlace(line: number + 1, column: 1)
            return KeyRemap(
                context: words[0], contextPlace: place, key: words[1], keyPlace: place,
                action: words[2] == "null" ? nil : words[2], actionPlace: place)
        }
        let made = KeyMap.made(of: preset, remaps, path: "s.json")
        return (made.keys, made.problems.map(\.what))
    }

    @Test func aKeyGoesToItsNewActionAndFromItsOldOne() {
        let (keys, problems) = made("changes Ctrl-X write\nchanges w null")
        #expect(keys.action(for: .control("x"), in: [.changes]) == .write)
        #expect(keys.action(for: Key("w"), in: [.changes]) == nil)
        #expect(keys.action(for: Key("w"), in: [.request]) == .writeFirst)
        #expect(problems.isEmpty)
        #expect(keys.bindings(in: .changes).first { $0.action == .write }?.keys == [.control("x")])
    }

    @Test func aRowOfTwoContextsKeepsItsKeysInTheOther() {
        let (keys, _) = made("chat PgUp null\nchat u pageUp")
        #expect(keys.action(for: Key("u"), in: [.chat]) == .pageUp)
        #expect(keys.action(for: Key(.pageUp), in: [.chat]) == nil)
        #expect(keys.action(for: Key(.pageUp), in: [.composer]) == .pageUp)
        #expect(keys.action(for: Key("u"), in: [.composer]) == nil)
    }

    @Test func conflictsAreSaidWithBothActions() {
        #expect(
            made("changes x write").problems == [
                .onlyKey("x", context: "changes", action: "write", former: "reject")
            ])
        // The other action has another key: nothing is lost.
        #expect(made("changes x write\nchanges X reject\nchanges Ctrl-R rejectWithReason").problems.isEmpty)
        #expect(
            made("changes Ctrl-X write\nchanges ctrl-x reject").problems == [
                .sameKey("Ctrl-X", context: "changes", action: "reject", other: "write", otherLine: 1)
            ])
        #expect(
            made("everywhere Ctrl-N toggleChanges").problems == [
                .shadowed("Ctrl-N", action: "toggleChanges", context: "composer", by: "nextLine"),
                .shadowed("Ctrl-N", action: "toggleChanges", context: "menu", by: "nextItem"),
                .shadowed("Ctrl-N", action: "toggleChanges", context: "list", by: "nextRow"),
            ])
    }

    @Test func whatWouldDoHarmIsRefused() {
        let (keys, problems) = made(
            "composer a send\neverywhere space toggleChanges\nrequest Enter allowOnce\nrequest Enter allowPrefix")
        #expect(
            problems == [
                .typedKey("a", context: "composer"), .typedKey("space", context: "everywhere"),
                .enterAllows("allowOnce"), .enterAllows("allowPrefix"),
            ])
        #expect(keys == KeyMap.standard)
    }

    @Test func namesThatAreNoneAreNamed() {
        #expect(
            made("change x write\nchanges Hyper-X write\nchanges x wrote\nchanges x steer\nchanges x palette").problems
                == [
                    .unknownContext("change", nearest: "changes"), .unknownKey("Hyper-X"),
                    .unknownAction("wrote", nearest: "write"), .actionElsewhere("steer", context: "changes"),
                    .onlyKey("x", context: "changes", action: "palette", former: "reject"),
                ])
    }

    @Test func everyKeyIsReadAsItIsPrinted() {
        for preset in KeyPreset.allCases {
            for key in preset.keys.bindings.flatMap(\.keys) {
                #expect(Key(written: key.name) == key, "\(key.name)")
                if key.name.count > 1 { #expect(Key(written: key.name.lowercased()) == key, "\(key.name)") }
            }
        }
        let written: [(String, Key?)] = [
            ("Ctrl-I", Key(.tab)), ("ctrl+m", Key(.enter)), ("C-[", Key(.escape)), ("M-x", .alt("x")), ("-", Key("-")),
            ("+", Key("+")), ("Ctrl--", .control("-")), ("up", Key(.up)), ("A", Key("A")), ("shift-a", Key("A")),
            ("F13", Key(.function(13))), ("f0", nil), ("", nil), ("Ctrl-", nil), ("ab", nil), ("Ctrl-Shift-A", nil),
            ("Super-A", nil), ("é", Key("é")),
        ]
        for (text, key) in written { #expect(Key(written: text) == key, "\(text)") }
    }

    /// Whatever is in a file, each context still knows one action for a key, and no key is lost but by it.
    @Test func randomRemapsLeaveAMapThatHoldsTogether() {
        let seed = UInt64(environment("FUZZ_SEED") ?? "") ?? 77
        var random = SeededGenerator(seed: seed)
        let contexts = KeyContext.allCases.map(\.settingsName) + ["nowhere"]
        let names = Action.allCases.map(\.rawValue) + ["null", "none"]
        let keys = KeyMap.standard.bindings.flatMap(\.keys).map(\.name) + ["Alt-Q", "F9", "Nokey"]
        for _ in 0..<200 {
            let lines = (0..<Int.random(in: 1..<12, using: &random)).map { _ in
                [contexts, keys, names].map { $0.randomElement(using: &random) ?? "" }.joined(separator: " ")
            }
            let map = made(lines.joined(separator: "\n")).keys
            for context in KeyContext.allCases {
                var seen: Set<Key> = []
                for binding in map.bindings where binding.contexts.contains(context) {
                    for key in binding.keys {
                        #expect(seen.insert(key).inserted, "seed \(seed): \(key.name) twice in \(context)")
                        if context == .composer || context == .everywhere {
                            let isTyped: Bool = if case .character = key.code { key.modifiers.isEmpty } else { false }
                            #expect(!isTyped, "seed \(seed): \(key.name) in \(context)")
                        }
                    }
                }
            }
        }
    }
}

@Suite struct KeyPresetTests {
    /// The chain of contexts that is asked for a key in each part.
    private func chain(_ context: KeyContext) -> [KeyContext] {
        context == .everywhere ? [.everywhere] : [context, .everywhere]
    }

    @Test(arguments: KeyPreset.allCases) func everyActionIsReachedInEachOfItsContexts(preset: KeyPreset) {
        let keys = preset.keys
        for context in KeyContext.allCases {
            for binding in KeyMap.standard.bindings where binding.contexts.contains(context) {
                let found = keys.bindings.filter { $0.action == binding.action }.flatMap(\.keys).first {
                    keys.action(for: $0, in: chain(context)) == binding.action
                }
                #expect(found != nil, "\(preset): \(binding.action.rawValue) in \(context.rawValue)")
            }
        }
    }

    /// What works everywhere works everywhere: a part may take a key of it only where another is left.
    @Test(arguments: KeyPreset.allCases) func whatWorksEverywhereIsReachedInEachPart(preset: KeyPreset) {
        let keys = preset.keys
        for context in [KeyContext.composer, .chat, .changes, .request, .queue, .list] {
            for binding in KeyMap.standard.bindings(in: .everywhere) where binding.action != .cancelOrClose {
                let found = keys.bindings.filter { $0.action == binding.action }.flatMap(\.keys).first {
                    keys.action(for: $0, in: chain(context)) == binding.action
                }
                #expect(found != nil, "\(preset): \(binding.action.rawValue) in \(context.rawValue)")
            }
        }
    }

    @Test(arguments: KeyPreset.allCases) func noKeyMeansTwoThings(preset: KeyPreset) {
        for context in KeyContext.allCases {
            var seen: [Key: Action] = [:]
            for binding in preset.keys.bindings where binding.contexts.contains(context) {
                for key in binding.keys {
                    #expect(seen[key] == nil, "\(preset): \(key.name) in \(context.rawValue)")
                    seen[key] = binding.action
                }
            }
        }
    }

    @Test func presetsHaveWhatTheirPeoplePress() {
        let emacs = KeyPreset.emacs.keys
        #expect(emacs.action(for: .control("n"), in: [.changes, .everywhere]) == .nextRow)
        #expect(emacs.action(for: .control("g"), in: [.composer, .everywhere]) == .cancelOrClose)
        #expect(emacs.action(for: .control("x"), in: [.composer, .everywhere]) == .externalEditor)
        let vim = KeyPreset.vim.keys
        #expect(vim.action(for: .control("d"), in: [.chat, .everywhere]) == .pageDown)
        #expect(vim.action(for: .control("d"), in: [.composer, .everywhere]) == .endOfInput)
        #expect(vim.action(for: Key(":"), in: [.changes, .everywhere]) == .palette)
        let less = KeyPreset.less.keys
        #expect(less.action(for: Key(" "), in: [.chat, .everywhere]) == .pageDown)
        #expect(less.action(for: Key(" "), in: [.changes, .everywhere]) == .accept)
    }
}
