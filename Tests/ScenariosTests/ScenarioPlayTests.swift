// Whose turn it is in a scenario: blocks chosen by what is asked, conversations side by side, lost answers.
import JSON
import TestSupport
import Testing

@testable import Scenarios

struct ScenarioPlayTests {
    private func transcript(_ text: String, mode: String = "agent") throws -> Transcript {
        Transcript(try Scenario(text), mode: mode)
    }

    @Test(arguments: [
        ("says", "go on", "Go on!", true), ("says", "go on", "go on now", false), ("says", "a, b", "A B", true),
        ("word", "no", "No, thanks", true), ("word", "no", "not now", false), ("word", "log in", "how to log-in", true),
        ("contains", "sing", "Using it", true), ("contains", "a  b", "x A b y", true), ("contains", "q", "p", false),
        ("matches", "rename * to *", "Rename  a.b to c d", true), ("matches", "rename * to *", "rename a", false),
        ("matches", "*?", "is it so?", true), ("matches", "hello", " Hello ", true),
        ("matches", "hello", "hello you", false),
    ])
    func conditionsHold(_ key: String, _ wanted: String, _ said: String, _ holds: Bool) throws {
        let condition: JSONValue = ["when": .object(JSONObject([(key, .string(wanted))]))]
        var transcript = try transcript(
            "\(condition.text)\n{\"answer\": \"yes\"}\n{\"otherwise\": true}\n{\"answer\": \"no\"}")
        #expect(transcript.say(said) == [holds ? "< yes" : "< no"])
    }

    @Test(arguments: [
        ("* is *", "what is is it", ["what", "is it"]), ("a*", "a", [""]), ("*", "", [""]), ("x*y*z", "xyz", ["", ""]),
        ("* = *", "Ä = ß ", ["Ä", "ß"]),
    ])
    func starsCatch(_ pattern: String, _ text: String, _ caught: [String]) {
        #expect(WildcardPattern(pattern).match(text) == caught)
    }

    @Test func namesInBracesAreFilledInEverywhere() throws {
        let scenario = try Scenario(
            #"""
            {"when": {"matches": "* and *"}}
            {"progress": {"type": "working", "message": "{{2}} in {{conversation}}"}}
            {"stream": "{{1}} {{unknown}} {{{1}}} {{1"}
            {"answer": true, "calls": [{"action": "read_file", "path": "{{2}}"}]}
            """#)
        var transcript = Transcript(scenario)
        #expect(transcript.say("{{2}} and b") == ["< {{2}} {{unknown}} {{{2}}} {{1", "< call read_file"])
        #expect(transcript.steps.first == .progress(["type": "working", "message": "b in scenario-1"]))
        guard case .reply(let message) = transcript.steps.last else { return #expect(Bool(false)) }
        #expect(message["tool_calls"] == [["action": "read_file", "path": "b"]])
    }

    @Test func conversationsAtOnceHaveTheirOwnPlaces() throws {
        let scenario = try Scenario(
            #"""
            {"when": {"says": "read"}, "times": 1}
            {"answer": "one", "calls": [{"action": "read_file", "path": "a"}]}
            {"answer": "two {{result}}"}
            {"otherwise": true}
            {"answer": "else"}
            """#)
        var play = ScenarioPlay(scenario)
        func request(_ id: String?, _ results: String...) -> ScenarioRequest {
            var messages: [ScenarioRequest.Message] = [.init(role: "user", content: "read")]
            for result in results {
                messages.append(.init(role: "assistant", content: "one"))
                messages.append(.init(role: "user", content: "[tool_result x read_file success]\n\(result)"))
            }
            return ScenarioRequest(conversation: id, messages: messages)
        }
        func answer(_ request: ScenarioRequest) -> String {
            var turn = play.begin(request)
            guard case .reply(let message) = play.next(&turn) else { return "" }
            return "\(message["conversation_id"]?.asString ?? ""): \(message["response"]?.asString ?? "")"
        }
        #expect(answer(request(nil)) == "scenario-1: one")
        #expect(answer(request(nil)) == "scenario-2: one")
        #expect(answer(request("scenario-2", "B")) == "scenario-2: two B")
        #expect(answer(request("scenario-1", "A")) == "scenario-1: two A")
        #expect(answer(request("scenario-1")) == "scenario-1: else")
        #expect(answer(request("mine")) == "mine: one")
    }

    /// The same message again, since its answer got lost: the block goes on; another message is looked at anew.
    @Test func whatIsSentAgainGoesOnInItsBlock() throws {
        let text = #"""
            {"when": {"says": "a"}}
            {"close": true}
            {"answer": "at last"}
            {"otherwise": true}
            {"answer": "else"}
            """#
        var play = ScenarioPlay(try Scenario(text))
        let request = ScenarioRequest(messages: [.init(role: "user", content: "a")])
        var turn = play.begin(request)
        #expect(play.next(&turn) == .connectionClosed)
        turn = play.begin(request)
        #expect(
            play.next(&turn)
                == .reply(["success": true, "response": "at last", "tool_calls": [], "conversation_id": "scenario-1"]))
        var other = ScenarioPlay(try Scenario(text))
        turn = other.begin(request)
        _ = other.next(&turn)
        turn = other.begin(ScenarioRequest(messages: [.init(role: "user", content: "b")]))
        guard case .reply(let message) = other.next(&turn) else { return #expect(Bool(false)) }
        #expect(message["response"] == "else")
    }

    @Test func stepsAboveTheBlocksComeFirst() throws {
        var transcript = try transcript(
            #"""
            {"answer": "first"}
            {"otherwise": true}
            {"answer": "block"}
            """#)
        #expect(["x", "y", "z"].flatMap { transcript.say($0) } == ["< first", "< block", "< block"])
    }

    @Test func restartGoesBackOnce() throws {
        var good = try transcript("{\"answer\": \"a\"}\n{\"restart\": true}")
        #expect(["x", "y"].flatMap { good.say($0) } == ["< a", "< a"])
        var idle = try transcript("{\"wait\": 1}\n{\"restart\": true}")
        #expect(idle.say("x") == ["< error: The scenario is over."])
    }

    @Test func whatIsDecidedInTheReviewIsHeard() throws {
        var transcript = try transcript(
            #"""
            {"when": {"told": "rejected in"}}
            {"answer": "heard"}
            {"otherwise": true}
            {"answer": "else"}
            """#)
        #expect(transcript.say("next\n\n[attached]\nReview\n\nRejected in a.c:\n") == ["< heard"])
        #expect(transcript.say("Rejected in a.c") == ["< else"])
    }

    @Test func aQuestionBesideTheChatIsNoMessage() throws {
        var transcript = try transcript("{\"otherwise\": true}\n{\"answer\": \"else\"}")
        let answer = transcript.say("x", isBesideChat: true)
        #expect(answer == ["< error: This scenario has no answer to \"x\"."])
    }

    @Test func piecesComeAtTheirSpeed() {
        #expect(
            StreamedWords("one two\nthree", tokensPerSecond: 10).pieces.map { "\($0.milliseconds) \($0.text)" } == [
                "0 one", "100  two", "200 \nthree",
            ])
        let fast = StreamedWords((0..<1000).map { "w\($0)" }.joined(separator: " "), tokensPerSecond: 1000).pieces
        #expect(fast.count == 50 && fast.last?.milliseconds == 980)
    }

    /// Whatever the text and the speed, the pieces are the text, and come in order.
    @Test func piecesAreTheText() {
        var random = SeededGenerator.fresh()
        for _ in 0..<fuzzRounds(default: 300) {
            let letters = Array("ab ä\n\t。👩‍👧")
            let text = String(
                (0..<Int.random(in: 0...60, using: &random)).map { _ in letters.randomElement(using: &random)! })
            let pieces = StreamedWords(text, tokensPerSecond: Int.random(in: 1...10_000, using: &random)).pieces
            #expect(pieces.map(\.text).joined() == text, "FUZZ_SEED=\(random.seed)")
            #expect(pieces.map(\.milliseconds) == pieces.map(\.milliseconds).sorted(), "FUZZ_SEED=\(random.seed)")
        }
    }
}
