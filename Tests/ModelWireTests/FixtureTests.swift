// Recorded replies of many servers, each with what it has to come to, however the bytes are cut.

import JSON
import TestSupport
import Testing

@testable import ModelWire

@Suite struct FixtureTests {
    private static let root = packageRoot(of: #filePath)

    /// UPDATE_PICTURES=1 rewrites what is expected.
    @Test func everyReplyComesToWhatIsExpected() throws {
        let fixtures = try ModelFixture.all(root: Self.root)
        #expect(fixtures.count >= 30)
        for fixture in fixtures {
            let play = AnswerPlay(fixture)
            #expect(play.ends == 1, "\(fixture)")
            let path = "\(fixture.folder)/expected.txt"
            if environment("UPDATE_PICTURES") == "1" {
                try writeFile(path, Array(play.text.utf8))
                continue
            }
            let expected = String(decoding: try readFile(path), as: UTF8.self)
            #expect(play.text == expected, "\(fixture)")
            if let reply = play.reply { expectPiecesToBe(reply, play, fixture.name) }
        }
    }

    /// What streamed is what the reply says.
    private func expectPiecesToBe(_ reply: ModelReply, _ play: AnswerPlay, _ name: String) {
        var (text, thought, calls) = ("", "", [String]())
        for piece in play.pieces {
            switch piece {
            case .text(let words): text += words
            case .reasoning(let words): thought += words
            case .callBegan(let call): calls.append(call)
            }
        }
        #expect(text == reply.text && thought == reply.reasoning && calls == reply.calls.map(\.name), "\(name)")
    }

    @Test func everyReplyCutAtEveryByteComesToTheSame() throws {
        for fixture in try ModelFixture.all(root: Self.root) {
            let whole = AnswerPlay(fixture).joined
            for cut in 0...fixture.body.count {
                #expect(AnswerPlay(fixture, cuts: [cut]).joined == whole, "\(fixture) cut at \(cut)")
            }
            let everywhere = Array(0..<fixture.body.count)
            #expect(AnswerPlay(fixture, cuts: everywhere).joined == whole, "\(fixture) byte by byte")
        }
    }

    /// LF, CRLF and CR end lines alike (WHATWG HTML §9.2.6); in JSON between values, too.
    @Test func everyReplyWithOtherLineEndsComesToTheSame() throws {
        for fixture in try ModelFixture.all(root: Self.root) {
            let whole = AnswerPlay(fixture).joined
            let head = AnswerHead(status: fixture.status, headers: fixture.headers)
            for end in [[13, 10], [13]] as [[UInt8]] {
                let body = fixture.body.flatMap { $0 == 10 ? end : [$0] }
                #expect(AnswerPlay(head, body).joined == whole, "\(fixture)")
                let cuts = Array(0..<body.count)
                #expect(AnswerPlay(head, body, cuts: cuts).joined == whole, "\(fixture) byte by byte")
            }
        }
    }

    /// A stream that breaks anywhere gives nothing that the whole does not, and one end.
    @Test func everyReplyBrokenOffAtEveryByteKeepsWhatCame() throws {
        for fixture in try ModelFixture.all(root: Self.root) where fixture.status == 200 {
            let head = AnswerHead(status: 200, headers: fixture.headers)
            let whole = AnswerPlay(fixture).joined
            for cut in 0..<fixture.body.count {
                let play = AnswerPlay(head, Array(fixture.body[..<cut]), ending: .broke("cut"))
                #expect(play.ends == 1, "\(fixture) at \(cut)")
                let all = said(whole)
                #expect(all.hasPrefix(said(play)), "\(fixture) at \(cut)")
            }
        }
    }

    private func said(_ play: AnswerPlay) -> String {
        play.pieces.map { piece in if case .text(let text) = piece { text } else { "" } }.joined()
    }

    /// A request read from its JSON is written as that JSON again.
    @Test func everyRequestIsWrittenAsItIsDocumented() throws {
        for fixture in try ModelFixture.all(root: Self.root) {
            let expected = try JSONValue.parse(fixture.request)
            var request = ModelRequest(model: expected["model"]?.asString ?? "", messages: [])
            for message in expected["messages"]?.asArray ?? [] {
                let role = try #require(ModelMessage.Role(rawValue: message["role"]?.asString ?? ""))
                request.messages.append(ModelMessage(role, message["content"]?.asString ?? ""))
            }
            for tool in expected["tools"]?.asArray ?? [] {
                let function = try #require(tool["function"])
                request.tools.append(
                    ModelTool(
                        name: function["name"]?.asString ?? "", description: function["description"]?.asString ?? "",
                        parameters: function["parameters"] ?? .null))
            }
            #expect(try JSONValue.parse(request.body()) == expected, "\(fixture)")
        }
    }
}
