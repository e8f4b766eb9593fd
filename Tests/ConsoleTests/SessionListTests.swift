// The list of conversations as a person and a program read it, and how one of it is named.
import Console
import JSON
import TaskMachine
import Testing

@Suite struct SessionListTests {
    let now = 1_795_630_742
    let plain = ConsoleStyle(isUnicode: true, usesColour: false)

    private var all: [ConversationSummary] {
        [
            ConversationSummary(
                id: "20261125-181902-3f9a2c", title: "rename \u{1B}[31mparse\nsecond line", messages: 14, created: now,
                updated: now - 30, project: "/home/x/shop", state: .elsewhere, bytes: 2048),
            ConversationSummary(
                id: "20261125-170000-aaaaaa", title: "", messages: 1, created: now - 9000, updated: now - 7300,
                state: .interrupted),
            ConversationSummary(
                id: "20261101-000000-bbbbbb", title: "Fix the tests", messages: 203, created: now,
                updated: now - 2_074_000),
        ]
    }

    @Test func readsAsAList() {
        let list = SessionList(all, now: now)
        #expect(
            list.lines(all, isNumbered: true, plain) == [
                "1  20261125-181902-3f9a2c  just now     14 messages  rename ␛[31mparse  open in another oropendola",
                "2  20261125-170000-aaaaaa  2 h ago        1 message  (no title)  interrupted",
                "3  20261101-000000-bbbbbb  2026-11-01  203 messages  Fix the tests",
            ])
        #expect(list.matching("FIX").map(\.id) == ["20261101-000000-bbbbbb"])
        #expect(list.matching("1700").map(\.messages) == [1])
        #expect(
            list.lines(list.matching("fix"), isNumbered: true, plain)[0].hasPrefix("3  "),
            "numbers are those of the list")
    }

    @Test func oneThatCantBeReadSaysWhy() throws {
        var one = all[1]
        one.state = .unreadable
        one.trouble = "open x: Permission denied"
        let list = SessionList([one], now: now)
        #expect(
            list.lines([one], isNumbered: true, plain) == [
                "1  20261125-170000-aaaaaa  2 h ago    open x: Permission denied  unreadable"
            ])
        #expect(SessionList.json(one)["reason"] == "open x: Permission denied")
        #expect(SessionList.json(one)["state"] == "unreadable")
        #expect(try SessionList([one] + all, now: now).choose(nil).id == all[0].id, "it is no latest to go on with")
    }

    @Test func isChosenByIdNumberOrBeginning() throws {
        let list = SessionList(all, now: now)
        #expect(try list.choose(nil).messages == 14)
        #expect(try list.choose("2").messages == 1)
        #expect(try list.choose("20261101").messages == 203)
        #expect(try list.choose("20261125-170000-aaaaaa").messages == 1)
        for (word, sentence) in [
            ("20261125", "2 conversations begin with 20261125: type more of the id."),
            ("4", "there is no conversation 4 in this folder: `oropendola sessions` lists them."),
            ("\u{1B}[2J", "there is no conversation ␛[2J in this folder: `oropendola sessions` lists them."),
            ("", "there is no conversation  in this folder: `oropendola sessions` lists them."),
        ] {
            #expect(throws: UsageProblem(sentence)) { try list.choose(word) }
        }
        #expect(throws: UsageProblem("no conversation is kept in this folder yet.")) {
            try SessionList([], now: now).choose(nil)
        }
    }

    @Test func isAnObjectForPrograms() {
        #expect(
            SessionList.json(all[0]) == [
                "id": "20261125-181902-3f9a2c", "title": "rename \u{1B}[31mparse\nsecond line", "messages": 14,
                "created": "2026-11-25T18:19:02Z", "updated": "2026-11-25T18:18:32Z", "project": "/home/x/shop",
                "state": "elsewhere", "bytes": 2048,
            ])
    }
}
