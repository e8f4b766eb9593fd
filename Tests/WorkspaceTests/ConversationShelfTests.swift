// Conversations in files: kept, listed, taken up, renamed, thrown away and brought back.
import FileDoubles
import Glibc
import JSON
import Storage
import TestSupport
import Testing

@testable import TaskMachine
@testable import Workspace

@Suite struct ConversationShelfTests {
    let folder: TemporaryFolder
    let shelf: ConversationShelf
    static let id = "20261125-181902-3f9a2c"
    var id: String { Self.id }
    var file: String { "conversations/\(id).jsonl" }

    init() throws {
        folder = try TemporaryFolder()
        shelf = ConversationShelf(stateFolder: folder.path, project: "/home/x/shop")
    }

    private func user(_ id: Int, _ text: String) -> ConversationRecord { .entry(Entry(id: id, content: .user(text))) }

    private func said(_ text: String, _ number: Int) -> ConversationRecord {
        .message(ChatMessage(role: .user, content: text), number: number)
    }

    private func titled(_ title: String, isOpen: Bool = false) -> ConversationNote {
        var note = ConversationNote()
        note.title = title
        note.isTurnOpen = isOpen
        return note
    }

    @Test func whatIsKeptIsThereAgain() throws {
        do {
            var file = try shelf.create(id: id, seconds: 1_795_630_742, with: [user(1, "hi"), said("hi", 0)])
            try file.append([.note(titled("greeting"))])
            try file.append([user(2, "more"), said("more", 1)])
        }
        #expect(
            try folder.text(file) == """
                {"oropendola":"conversation","v":1,"id":"\(id)","created":1795630742,"project":"/home/x/shop"}
                {"e":1,"user":"hi"}
                {"m":0,"as":"user","t":"hi"}
                {"note":{"mode":"agent"},"count":1}
                {"note":{"title":"greeting","mode":"agent"},"count":1}
                {"e":2,"user":"more"}
                {"m":1,"as":"user","t":"more"}

                """)
        var status = stat()
        #expect(stat("\(folder.path)/\(file)", &status) == 0 && status.st_mode & 0o777 == 0o600)
        var opened = try shelf.open(id)
        #expect(opened.state.entries.map(\.content) == [.user("hi"), .user("more")])
        #expect(opened.state.history.map(\.content) == ["hi", "more"])
        #expect(opened.state.note.title == "greeting")
        #expect(!opened.state.isPartial)
        try opened.file?.append([user(3, "again"), said("again", 2), .note(titled("g"))])
        #expect(try folder.text(file).hasSuffix(#"{"note":{"title":"g","mode":"agent"},"count":3}"# + "\n"))
    }

    @Test func listingTellsWhatThereIs() throws {
        #expect(try shelf.list() == [])
        #expect(!folder.exists("conversations"), "looking makes nothing")
        do {
            _ = try shelf.create(
                id: "20261125-000000-000001", seconds: 7, with: [said("a", 0), .note(titled("one"))])
            _ = try shelf.create(
                id: "20261125-000001-000002", seconds: 8,
                with: [said("a", 0), said("b", 1), .note(titled("two", isOpen: true))])
        }
        let held = try shelf.create(id: "20261125-000002-000003", seconds: 9, with: [.note(titled("three"))])
        try folder.write("conversations/notes.txt", "mine")
        try folder.write("conversations/20261125-000003-000004.jsonl", "{}\n")
        try folder.write("conversations/20261125-000004-000005.jsonl", "")
        let all = try shelf.list().sorted { $0.id < $1.id }
        withExtendedLifetime(held) {}
        #expect(all.map(\.title) == ["one", "two", "three"])
        #expect(all.map(\.messages) == [1, 2, 0])
        #expect(all.map(\.state) == [.closed, .interrupted, .elsewhere])
        #expect(all.map(\.created) == [7, 8, 9])
        #expect(all.allSatisfy { $0.project == "/home/x/shop" && $0.updated > 0 && $0.bytes > 0 })
        #expect(try folder.text("conversations/20261125-000003-000004.jsonl") == "{}\n")
    }

    /// A folder in place of a file can be opened, not read, whoever asks.
    @Test func oneThatCantBeReadIsListedWithTheReason() throws {
        _ = try shelf.create(id: id, seconds: 7, with: [.note(titled("one"))])
        try folder.write("conversations/20261125-000003-000004.jsonl/x", "")
        let all = try shelf.list().sorted { $0.id < $1.id }
        #expect(all.map(\.state).contains(.unreadable) && all.count == 2)
        let other = try #require(all.first { $0.state == .unreadable })
        #expect(other.id == "20261125-000003-000004" && !other.trouble.isEmpty)
        #expect(try shelf.latest()?.title == "one")
    }

    @Test func twoProgramsDoNotWriteOne() throws {
        let mine = try shelf.create(id: id, seconds: 1, with: [user(1, "hi")])
        #expect(throws: ConversationTrouble.openElsewhere(id)) { try shelf.open(id) }
        #expect(throws: ConversationTrouble.openElsewhere(id)) { try shelf.delete(id) }
        #expect(throws: ConversationTrouble.openElsewhere(id)) { try shelf.rename(id, title: "x") }
        #expect(try shelf.read(id).index().places.count == 1)
        withExtendedLifetime(mine) {}
    }

    @Test func whatIsNotThereIsSaid() throws {
        #expect(throws: ConversationTrouble.missing("x")) { try shelf.open("x") }
        _ = try shelf.create(id: id, seconds: 1, with: [])
        for bad in ["x", "../../etc/passwd", "", "a/b", "A", id + "\u{0}"] {
            #expect(throws: ConversationTrouble.missing(bad)) { try shelf.open(bad) }
            #expect(throws: ConversationTrouble.missing(bad)) { try shelf.delete(bad) }
            #expect(throws: ConversationTrouble.missing(bad)) { try shelf.restore(bad) }
        }
        try folder.write("conversations/20261125-000003-000004.jsonl", "my diary\n")
        #expect(throws: ConversationTrouble.unreadable("20261125-000003-000004", reason: "it is no conversation")) {
            try shelf.open("20261125-000003-000004")
        }
        #expect(try folder.text("conversations/20261125-000003-000004.jsonl") == "my diary\n")
    }

    @Test func renamedDeletedAndRestored() throws {
        _ = try shelf.create(id: id, seconds: 1, with: [user(1, "hi"), said("hi", 0)])
        try shelf.rename(id, title: "a better\ntitle \u{1B}[2J")
        #expect(try shelf.list().map(\.title) == ["a better\ntitle \u{1B}[2J"])
        let kept = try folder.text(file)
        try shelf.delete(id)
        #expect(try shelf.list() == [])
        #expect(try shelf.listTrash().map(\.id) == [id])
        #expect(throws: ConversationTrouble.missing(id)) { try shelf.open(id) }
        try shelf.restore(id)
        #expect(try folder.text(file) == kept)
        #expect(throws: ConversationTrouble.missing(id)) { try shelf.restore(id) }
        try shelf.delete(id)
        try folder.write(file, "taken")
        #expect(throws: ConversationTrouble.self) { try shelf.restore(id) }
        #expect(try folder.text(file) == "taken")
        #expect(try shelf.emptyTrash() == 1)
        #expect(try shelf.listTrash() == [])
    }

    /// A newer program's file is shown as far as it is understood, and never written.
    @Test func aNewerFileIsReadAndLeftAlone() throws {
        let text = """
            {"oropendola":"conversation","v":2,"id":"\(id)","created":5,"project":"/p","colour":"red"}
            {"e":1,"user":"hi"}
            {"e":2,"hologram":{"x":1}}
            {"sound":"bark"}
            {"note":{"title":"new","mode":"agent"}}
            {"e":3,"to
            """
        try folder.write(file, text)
        let opened = try shelf.open(id)
        #expect(opened.file == nil)
        #expect(opened.state.entries.map(\.content) == [.user("hi")])
        #expect(opened.pages.unknown == 2)
        #expect(throws: ConversationTrouble.self) { try shelf.rename(id, title: "x") }
        #expect(try folder.text(file) == text)
        #expect(try shelf.list().map(\.title) == ["new"])
    }

    /// In a file of our version, lines that we do not know stay where they are.
    @Test func brokenAndUnknownLinesStay() throws {
        let middle = "{\"e\":2,\"hologram\":{\"x\":1}}\n{{{ broken\n\n{\"sound\":\"bark\"}\n"
        _ = try shelf.create(id: id, seconds: 1, with: [user(1, "hi")])
        let start = try folder.text(file)
        try folder.write(file, start + middle + "{\"e\":4,\"user\":\"torn")
        var opened = try shelf.open(id)
        #expect(opened.pages.unreadable == 1 && opened.pages.unknown == 2)
        try opened.file?.append([user(5, "after")])
        #expect(
            try folder.text(file) == start + middle
                + "{\"e\":5,\"user\":\"after\"}\n{\"note\":{\"mode\":\"agent\"},\"count\":0}\n"
                || folder.text(file) == start + middle + "{\"e\":5,\"user\":\"after\"}\n")
        #expect(try shelf.read(id).index().unknown == 3)
    }

    /// Only the end is read, further pages when they are asked for, and all of them together are all there is.
    @Test func aLongConversationIsReadByPages() throws {
        let count = 2000
        do {
            var file = try shelf.create(id: id, seconds: 1, with: [.note(titled("long"))])
            for start in stride(from: 0, to: count, by: 100) {
                try file.append(
                    (start..<start + 100).flatMap { number in
                        let text = "\(number) " + String(repeating: "word ", count: 300)
                        return [user(number + 1, text), said(text, number)]
                    })
            }
        }
        let opened = try shelf.open(id)
        #expect(opened.state.isPartial)
        #expect(opened.state.note.title == "long", "a note is near the end of any file")
        #expect(opened.state.firstMessage + opened.state.history.count == count)
        var pages = opened.pages
        var entries = opened.state.entries
        #expect(entries.count < count / 2 && !entries.isEmpty)
        var reads = 0
        while pages.isPartial {
            let earlier = try pages.readEarlier()
            #expect(!earlier.isEmpty)
            entries = earlier + entries
            reads += 1
        }
        #expect(reads > 2)
        #expect(entries.map(\.id) == Array(1...count))
        // The list, too, reads the end alone.
        let summary = try #require(try shelf.list().first)
        #expect(summary.title == "long" && summary.messages <= count && summary.messages > count - 400)
    }

    @Test func exportsReadEveryEntryOnceInTheOrderOfTheChat() throws {
        _ = try shelf.create(
            id: id, seconds: 1,
            with: [
                user(1, "one"), user(2, "two"), user(3, "three"), user(2, "TWO"), .removed(entry: 3), user(4, "four"),
                .rewound(entry: 4, message: 0), user(4, "FOUR"), .note(titled("t")),
            ])
        let reading = try shelf.read(id)
        let index = try reading.index()
        var texts: [Entry.Content] = []
        try reading.eachEntry(in: index) { texts.append($0.content) }
        #expect(texts == [.user("one"), .user("TWO"), .user("FOUR")])
        #expect(index.note.title == "t")
    }

    /// The disk fills up at each operation: what was kept before is kept, and what did not fit comes with the next.
    @Test func aFullDiskLosesNothingThatWasKept() throws {
        for failing in 1...20 {
            let id = "20261125-181902-0000\(10 + failing)"
            _ = try shelf.create(id: id, seconds: 1, with: [user(1, "hi")])
            let files = InterceptedFiles { number, _ in number == failing ? .fail(ENOSPC) : .go }
            let full = ConversationShelf(stateFolder: folder.path, project: "/p", files: files)
            guard var file = try? full.open(id).file else { continue }
            for records in [[user(2, "two"), said("two", 0), .note(titled("t"))], [user(3, "three")]] {
                do { try file.append(records) } catch { try file.append(records) }
            }
            let state = try shelf.read(id).index()
            #expect(state.places.map(\.id) == [1, 2, 3], "\(failing)")
            #expect(state.unknown == 0)
        }
    }

    @Test func idsSortByTimeAndStayInTheirFolder() {
        #expect(ConversationName.make(seconds: 1_795_630_742, chance: 0xAB3F_9A2C) == "20261125-181902-3f9a2c")
        #expect(ConversationName.make(seconds: 0, chance: 1) == "19700101-000000-000001")
        #expect(ConversationName.make(seconds: 951_782_399, chance: 0) == "20000228-235959-000000")
        #expect(ConversationName.make(seconds: 951_782_400, chance: 0) == "20000229-000000-000000")
        #expect(ConversationName.make(seconds: 4_107_542_400, chance: 0) == "21000301-000000-000000")
        #expect(ConversationName.isName(id))
    }
}
