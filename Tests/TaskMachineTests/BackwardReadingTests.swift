// Reading from the end gives what reading from the beginning would, page by page.
import TestSupport
import Testing

@testable import TaskMachine

@Suite struct BackwardReadingTests {
    private func user(_ id: Int, _ text: String) -> ConversationRecord { .entry(Entry(id: id, content: .user(text))) }

    @Test func theLatestWordOnAnEntryCounts() {
        var reading = BackwardReading()
        for record in [user(1, "old"), user(2, "two"), user(1, "new"), .removed(entry: 2), user(3, "three")].reversed()
        {
            reading.take(record)
        }
        #expect(reading.takeEntries().map(\.content) == [.user("new"), .user("three")])
    }

    @Test func whatWasTakenBackIsGoneAndWhatCameAfterIsThere() {
        let records: [ConversationRecord] = [
            user(1, "a"), .message(said("a"), number: 0), user(2, "b"), .message(said("b"), number: 1),
            .rewound(entry: 2, message: 1), user(2, "c"), .message(said("c"), number: 1),
        ]
        var reading = BackwardReading()
        for record in records.reversed() { reading.take(record) }
        let state = reading.takeState(isPartial: false)
        #expect(state.entries.map(\.content) == [.user("a"), .user("c")])
        #expect(state.history == [said("a"), said("c")])
        #expect(state.firstMessage == 0)
    }

    /// A message that could not be read: what stands before it is not the history of what follows.
    @Test func historyHasNoHoles() {
        var reading = BackwardReading()
        for number in [5, 4, 2, 1] { reading.take(.message(said("\(number)"), number: number)) }
        let state = reading.takeState(isPartial: true)
        #expect(state.history == [said("4"), said("5")])
        #expect(state.firstMessage == 4)
        #expect(state.isPartial)
    }

    @Test func theNewestNoteCounts() {
        var new = ConversationNote()
        new.title = "new"
        var reading = BackwardReading()
        for record in [.note(new), user(1, "a"), .note(ConversationNote())] as [ConversationRecord] {
            reading.take(record)
        }
        #expect(reading.takeState(isPartial: false).note == new)
    }

    /// Any sequence of records, cut into pages anywhere, adds up to what replaying it from the beginning gives.
    @Test func pagesAddUp() {
        var random = SeededGenerator.fresh()
        for round in 0..<fuzzRounds(default: 300) {
            let records = history(&random)
            let (entries, messages) = replayed(records)
            var reading = BackwardReading()
            var pages: [[Entry]] = []
            var state: ConversationState?
            for record in records.reversed() {
                reading.take(record)
                guard Int.random(in: 0..<8, using: &random) == 0 else { continue }
                if state == nil {
                    state = reading.takeState(isPartial: true)
                    pages.append(state?.entries ?? [])
                } else {
                    pages.append(reading.takeEntries())
                }
            }
            let last = state == nil ? reading.takeState(isPartial: false) : nil
            pages.append(last?.entries ?? reading.takeEntries())
            let all = pages.joined().sorted { $0.id < $1.id }
            #expect(all == entries, "round \(round), seed \(random.seed)")
            let read = state ?? last ?? ConversationState()
            #expect(messages.suffix(read.history.count) == read.history, "round \(round), seed \(random.seed)")
            if state == nil { #expect(read.history == messages, "round \(round), seed \(random.seed)") }
        }
    }

    /// What a conversation would keep: ids and numbers count up, entries are changed, removed, rewound.
    private func history(_ random: inout SeededGenerator) -> [ConversationRecord] {
        var records: [ConversationRecord] = []
        var nextEntry = 1
        var nextMessage = 0
        for step in 0..<Int.random(in: 0..<60, using: &random) {
            switch Int.random(in: 0..<10, using: &random) {
            case 0 where nextEntry > 1:
                records.append(.removed(entry: Int.random(in: 1..<nextEntry, using: &random)))
            case 1 where nextEntry > 1:
                records.append(user(Int.random(in: 1..<nextEntry, using: &random), "changed \(step)"))
            case 2 where nextEntry > 1 && nextMessage > 0:
                nextEntry = Int.random(in: 1..<nextEntry, using: &random)
                nextMessage = Int.random(in: 0..<nextMessage, using: &random)
                records.append(.rewound(entry: nextEntry, message: nextMessage))
            case 3, 4, 5:
                records.append(.message(said("\(step)"), number: nextMessage))
                nextMessage += 1
            case 6: records.append(.note(RandomRecord.note(&random)))
            default:
                records.append(user(nextEntry, "\(step)"))
                nextEntry += 1
            }
        }
        return records
    }

    private func replayed(_ records: [ConversationRecord]) -> (entries: [Entry], messages: [ChatMessage]) {
        var state = ConversationState()
        for record in records { state.apply(record) }
        return (state.entries, state.history)
    }

    /// What is read later goes where its ids say, and never over what is there.
    @Test func earlierEntriesTakeTheirPlaces() {
        var chat = Conversation()
        let entries = [Entry(id: 3, content: .user("old")), Entry(id: 9, content: .user("nine"))]
        _ = chat.handle(.restored(ConversationState(entries: entries, firstMessage: 7, isPartial: true)))
        #expect(chat.isPartial)
        let earlier = [2, 3, 5, 12].map { Entry(id: $0, content: .user("\($0)")) }
        #expect(chat.handle(.earlierRead(earlier, isPartial: false)) == [])
        #expect(chat.entries.map(\.content) == [.user("2"), .user("old"), .user("5"), .user("nine")])
        #expect(!chat.isPartial)
        _ = chat.handle(.earlierRead([Entry(id: 1, content: .user("1"))], isPartial: false))
        #expect(chat.entries.count == 4, "the whole was read")
    }
}
