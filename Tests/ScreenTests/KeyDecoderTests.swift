// What terminals send, and the keys that it is.
import Screen
import Testing

/// Decodes text as bytes, and then lets the time run out.
private func events(_ text: String) -> [InputEvent] {
    var decoder = KeyDecoder()
    return decoder.decode(text.utf8) + decoder.timeout()
}

private func keys(_ text: String) -> [Key] {
    events(text).compactMap { event in
        if case .key(let key) = event { key } else { nil }
    }
}

@Suite("Keys")
struct KeyDecoderTests {
    @Test(arguments: [
        ("a", Key("a")), ("A", Key("A")), ("é", Key("é")), ("漢", Key("漢")), ("🦜", Key("🦜")), (" ", Key(" ")),
        ("\r", Key(.enter)), ("\n", .control("j")), ("\t", Key(.tab)), ("\u{7F}", Key(.backspace)),
        ("\u{8}", Key(.backspace)), ("\u{0}", .control(" ")), ("\u{1}", .control("a")), ("\u{1A}", .control("z")),
        ("\u{1C}", .control("\\")), ("\u{1D}", .control("]")), ("\u{1E}", .control("^")), ("\u{1F}", .control("/")),
        ("\u{1B}", Key(.escape)), ("\u{1B}f", .alt("f")), ("\u{1B}F", .alt("F")), ("\u{1B}é", .alt("é")),
        ("\u{1B}\r", Key(.enter, .alt)), ("\u{1B}\u{7F}", Key(.backspace, .alt)),
        ("\u{1B}\u{1}", Key(.character("a"), [.alt, .control])), ("\u{1B}[", .alt("[")), ("\u{1B}O", .alt("O")),
        ("\u{1B}]", .alt("]")), ("\u{1B}_", .alt("_")), ("\u{1B}P", .alt("P")),
    ])
    func typed(bytes: String, key: Key) {
        #expect(events(bytes) == [.key(key)])
    }

    @Test(arguments: [
        ("[A", Key(.up)), ("OA", Key(.up)), ("[1;5A", Key(.up, .control)), ("[1;2D", Key(.left, .shift)),
        ("[1;3C", Key(.right, .alt)), ("[1;8B", Key(.down, [.shift, .alt, .control])), ("[H", Key(.home)),
        ("OF", Key(.end)), ("[1~", Key(.home)), ("[4~", Key(.end)), ("[2~", Key(.insert)), ("[3~", Key(.delete)),
        ("[3;5~", Key(.delete, .control)), ("[5~", Key(.pageUp)), ("[6;2~", Key(.pageDown, .shift)),
        ("[Z", Key(.tab, .shift)), ("OP", Key(.function(1))), ("[1;2S", Key(.function(4), .shift)),
        ("O5Q", Key(.function(2), .control)), ("[15~", Key(.function(5))), ("[17~", Key(.function(6))),
        ("[24~", Key(.function(12))), ("[34~", Key(.function(20))), ("[[C", Key(.function(3))), ("OM", Key(.enter)),
        ("Oj", Key("*")), ("Oy", Key("9")), ("[27;5;9~", Key(.tab, .control)), ("[27;2;13~", Key(.enter, .shift)),
        ("[27;6;84~", Key(.character("t"), [.control, .shift])), ("[27;2;33~", Key("!")),
    ])
    func xterm(sequence: String, key: Key) {
        #expect(events("\u{1B}" + sequence) == [.key(key)])
    }

    @Test(arguments: [
        ("[97u", Key("a")), ("[97;2u", Key("A")), ("[97:65;2u", Key("A")), ("[106;5u", .control("j")),
        ("[13;2u", Key(.enter, .shift)), ("[27u", Key(.escape)), ("[27;1:1u", Key(.escape)),
        ("[127;3u", Key(.backspace, .alt)),
        ("[116;6u", Key(.character("t"), [.control, .shift])), ("[105;5u", Key(.tab)), ("[109;5u", Key(.enter)),
        ("[104;5u", Key(.backspace)), ("[91;5u", Key(.escape)), ("[32;5u", .control(" ")), ("[47;5u", .control("/")),
        ("[97;1:2u", Key("a")), ("[57376u", Key(.function(13))), ("[57414u", Key(.enter)), ("[57400u", Key("1")),
        ("[57423;5u", Key(.home, .control)), ("[50:64;2;64u", Key("@")), ("[228;129u", Key("ä")),
        ("[1;5:1A", Key(.up, .control)),
        ("[P", Key(.function(1))), ("[13;5~", Key(.function(3), .control)),
    ])
    func kitty(sequence: String, key: Key) {
        #expect(events("\u{1B}" + sequence) == [.key(key)])
    }

    @Test(arguments: [
        ("[a", Key(.up, .shift)), ("Oa", Key(.up, .control)), ("[3$", Key(.delete, .shift)),
        ("[3^", Key(.delete, .control)),
        ("[7@", Key(.home, [.control, .shift])), ("\u{1B}[A", Key(.up, .alt)), ("\u{1B}OC", Key(.right, .alt)),
        ("[7~", Key(.home)),
    ])
    func rxvt(sequence: String, key: Key) {
        #expect(events("\u{1B}" + sequence) == [.key(key)])
    }

    /// Releases, locks, Super, replies of the terminal, and what nobody knows.
    @Test(arguments: [
        "[97;1:3u", "[1;5:3A", "[3;1:3~", "[57358u", "[57441;2u", "[99;9u", "[?62;1;4c", "[>41;354;0c", "[24;80R",
        "[?2026;2$y", "[0n", "[8;24;80t", "[?1u", "]11;rgb:1e1e/1e1e/1e1e\u{1B}\\", "]10;rgb:ff/ff/ff\u{7}",
        "P>|XTerm(390)\u{1B}\\", "P1+r544e=787465\u{1B}\\", "_Gi=1;OK\u{1B}\\", "[999~", "[1;2;3;4;5X", "[12;34;5M",
        "[" + String(repeating: "1;", count: 500) + "A", "[201~",
    ])
    func whatIsNotAKeyIsSwallowedWhole(sequence: String) {
        #expect(events("\u{1B}" + sequence + "x") == [.key(Key("x"))])
    }

    @Test func escapeIsToldFromAltByTime() {
        var decoder = KeyDecoder()
        #expect(decoder.decode([0x1B]) == [])
        #expect(decoder.isWaiting)
        #expect(decoder.timeout() == [.key(Key(.escape))])
        #expect(!decoder.isWaiting)
        #expect(decoder.decode([0x78]) == [.key(Key("x"))])
        #expect(decoder.decode([0x1B]) == [])
        #expect(decoder.decode([0x78]) == [.key(.alt("x"))])
    }

    @Test func escapesThatArriveTogetherAreAllThere() {
        #expect(keys("\u{1B}\u{1B}") == [Key(.escape), Key(.escape)])
        #expect(keys("\u{1B}\u{1B}\u{1B}") == [Key(.escape), Key(.escape), Key(.escape)])
        #expect(keys("\u{1B}\u{1B}x") == [Key(.escape), .alt("x")])
        #expect(events("\u{1B}\u{1B}[I") == [.key(Key(.escape)), .focused(true)])
        #expect(events("\u{1B}\u{1B}[200~p\u{1B}[201~") == [.key(Key(.escape)), .pasted("p")])
        #expect(keys("\u{1B}\u{1B}]11;?\u{7}x") == [Key(.escape), Key("x")])
    }

    @Test func altWithWhatBeginsAReplyIsAltWhenNoReplyFollows() {
        #expect(keys("\u{1B}]a") == [.alt("]"), Key("a")])
        #expect(keys("\u{1B}Pa") == [.alt("P"), Key("a")])
        #expect(keys("\u{1B}[\r") == [.alt("["), Key(.enter)])
        #expect(keys("\u{1B}O\u{1B}[A") == [.alt("O"), Key(.up)])
    }

    @Test func nothingIsGuessedInTheMiddle() {
        for start in ["\u{1B}[<0;12", "\u{1B}[200~abc", "\u{1B}[1;", "\u{1B}]11;rgb"] {
            var decoder = KeyDecoder()
            #expect(decoder.decode(start.utf8) == [])
            #expect(!decoder.isWaiting)
            #expect(decoder.timeout() == [])
        }
        var decoder = KeyDecoder()
        #expect(decoder.decode([0xE6, 0xBC]) == [])
        #expect(decoder.timeout() == [])
        #expect(decoder.decode([0xA2]) == [.key(Key("漢"))])
    }

    @Test func aReplyThatNeverEndsGivesTheKeyboardBack() {
        #expect(keys("\u{1B}]11;rgb:\rx") == [Key(.enter), Key("x")])
        #expect(keys("\u{1B}]11;rgb:\u{1B}[Ax") == [Key(.up), Key("x")])
    }

    @Test func whatIsNotUTF8IsReplaced() {
        var decoder = KeyDecoder()
        let bad: [UInt8] = [0xFF, 0x61, 0xC3, 0x28, 0xE2, 0x82, 0xED, 0xA0, 0x80]
        let characters: [Character] = [
            "\u{FFFD}", "a", "\u{FFFD}", "(", "\u{FFFD}", "\u{FFFD}", "\u{FFFD}", "\u{FFFD}",
        ]
        #expect(decoder.decode(bad) == characters.map { .key(Key($0)) })
    }

    @Test func mouseAndFocus() {
        let at = Point(column: 11, row: 4)
        let all = "\u{1B}[<64;12;5M\u{1B}[<65;12;5M\u{1B}[<0;12;5M\u{1B}[<32;12;5M\u{1B}[<0;12;5m\u{1B}[<4;12;5M"
        let expected: [Mouse.Action] = [.wheelUp, .wheelDown, .pressed, .dragged, .released, .pressed]
        #expect(events(all) == expected.map { .mouse(Mouse($0, at: at)) })
        // The other buttons, motion without a button, and places that are none.
        #expect(events("\u{1B}[<2;1;1M\u{1B}[<1;1;1M\u{1B}[<35;3;3M\u{1B}[<0;0;1M\u{1B}[<0;1M\u{1B}[<66;1;1M") == [])
        #expect(events("\u{1B}[M !!x") == [.mouse(Mouse(.pressed, at: Point(column: 0, row: 0))), .key(Key("x"))])
        #expect(events("\u{1B}[I\u{1B}[O") == [.focused(true), .focused(false)])
    }

    @Test func terminfoWins() {
        var decoder = KeyDecoder(
            sequences: KeySequences([
                (Array("\u{1B}[224z".utf8), Key(.function(1))), (Array("\u{1B}OA".utf8), Key(.pageUp)),
                (Array("\u{1B}A".utf8), Key(.up)), ([0x61], Key(.down)), (Array("\u{1B}OA".utf8), Key(.home)),
            ]))
        let typed = decoder.decode("\u{1B}[224z\u{1B}OA\u{1B}Aa\u{1B}\u{1B}OA".utf8)
        #expect(
            typed == [
                .key(Key(.function(1))), .key(Key(.pageUp)), .key(Key(.up)), .key(Key("a")), .key(Key(.pageUp, .alt)),
            ])
    }
}
