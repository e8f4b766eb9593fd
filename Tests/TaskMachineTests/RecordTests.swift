// What is kept of a conversation comes back as it was, and what an older program kept is read for ever.
import ChangeReview
import JSON
import TestSupport
import Testing

@testable import TaskMachine

@Suite struct RecordTests {
    /// Every line of the file of version 1 is the record beside it here, both ways. Lines are added for what is new
    /// (`UPDATE_PICTURES=1` does that); a line that is there never changes.
    @Test func versionOneIsReadAndWrittenAsItWas() throws {
        let path = packageRoot(of: #filePath) + "/Tests/Fixtures/Records/version-1.jsonl"
        var text = String(decoding: try readFile(path), as: UTF8.self)
        if environment("UPDATE_PICTURES") != nil {
            let count = text.split(separator: "\n").count
            for sample in KeptSamples.all.dropFirst(count) { text += sample.json.text + "\n" }
            try writeFile(path, Array(text.utf8))
        }
        let lines = text.split(separator: "\n")
        #expect(ConversationRecord.version == 1)
        #expect(lines.count == KeptSamples.all.count)
        for (line, sample) in zip(lines, KeptSamples.all) {
            #expect(ConversationRecord(try JSONValue.parse(String(line))) == sample)
            #expect(sample.json.text == line)
        }
    }

    /// The samples hold each kind of entry.
    @Test func everyKindOfEntryIsAmongThem() {
        var kinds: Set<Int> = []
        for case .entry(let entry) in KeptSamples.all { kinds.insert(KeptSamples.kind(of: entry.content)) }
        #expect(kinds == Set(0..<13))
    }

    @Test func whatIsKeptComesBack() throws {
        var random = SeededGenerator.fresh()
        for round in 0..<fuzzRounds(default: 400) {
            let record = RandomRecord.make(&random)
            let read = ConversationRecord(try JSONValue.parse(record.json.text))
            #expect(read == record, "round \(round), seed \(random.seed)")
        }
    }

    /// What a newer program kept is passed over; what is known of the same line is read.
    @Test func whatIsNewIsPassedOver() throws {
        let unknown = [
            #"{"e":4,"hologram":{"t":"x"}}"#, #"{"e":4,"tool":{"do":"x","s":"paused"}}"#, #"{"sound":"bark"}"#,
            #"{"m":1,"as":"oracle","t":"x"}"#, #"{"e":4,"says":{"t":"x","s":"sung"}}"#, "[]", "null", "7", "{}",
            #"{"e":"4","user":"x"}"#, #"{"m":"1","as":"user","t":"x"}"#, #"{"back":[1]}"#, #"{"note":7}"#,
        ]
        for line in unknown { #expect(ConversationRecord(try JSONValue.parse(line)) == nil, "\(line)") }
        let known: [(String, ConversationRecord)] = [
            (#"{"e":4,"user":"x","colour":"red"}"#, .entry(Entry(id: 4, content: .user("x")))),
            (#"{"colour":"red","user":"x","e":4}"#, .entry(Entry(id: 4, content: .user("x")))),
            (#"{"m":1,"as":"user","t":"x","sound":1}"#, .message(ChatMessage(role: .user, content: "x"), number: 1)),
            (#"{"note":{"mode":"dream"}}"#, .note(ConversationNote())),
            (
                #"{"e":1,"failure":{"k":"eclipse","t":"it is dark"}}"#,
                .entry(Entry(id: 1, content: .failure(.interrupted("it is dark"))))
            ),
        ]
        for (line, record) in known { #expect(ConversationRecord(try JSONValue.parse(line)) == record, "\(line)") }
    }
}
