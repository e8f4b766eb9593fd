// What servers say in the place of an answer, and times to wait, beside the recorded replies.

import Testing

@testable import ModelWire

@Suite struct FailureReadingTests {
    private func failure(_ status: Int, _ body: String, _ headers: [(name: String, value: String)] = []) -> ModelFailure
    {
        ModelFailure(AnswerHead(status: status, headers: headers, now: 784_111_770), body: Array(body.utf8))
    }

    @Test func statusesWithoutWordsAreToldApart() {
        #expect(failure(401, "") == .keyRefused("HTTP 401"))
        #expect(failure(402, "") == .quotaExhausted("HTTP 402"))
        #expect(failure(404, "404 page not found") == .notReached("404 page not found"))
        #expect(failure(405, "{\"detail\":\"Method Not Allowed\"}") == .notReached("Method Not Allowed"))
        #expect(failure(413, "") == .contextOverflow(limit: nil, "HTTP 413"))
        #expect(failure(429, "") == .rateLimited(retryAfter: nil, "HTTP 429"))
        #expect(failure(500, "{}") == .serverFailed(status: 500, "HTTP 500"))
    }

    @Test func wordsAreTakenFromWhereverTheyAre() {
        #expect(
            failure(500, "{\"error\":\"llama runner process has terminated\"}")
                == .serverFailed(status: 500, "llama runner process has terminated"))
        #expect(
            failure(422, "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"field required\"}]}")
                == .serverFailed(status: 422, "field required"))
        #expect(
            failure(
                400,
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"prompt is too long: 208310 tokens > 200000 maximum\"}}"
            ) == .contextOverflow(limit: 200_000, "prompt is too long: 208310 tokens > 200000 maximum"))
        #expect(
            failure(
                400,
                "{\"error\":{\"message\":\"\\\"auto\\\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set\"}}"
            )
                == .toolsUnsupported(
                    "\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set"))
        #expect(
            failure(
                400,
                "[{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"Quota\",\"details\":[{\"retryDelay\":\"34s\"}]}}]"
            ) == .rateLimited(retryAfter: 34, "Quota"))
    }

    @Test func aLimitThatCanNotBeIsNone() {
        let most = "9223372036854775807"
        #expect(
            failure(400, "{\"error\":{\"n_ctx\":\(most),\"code\":\"context_length_exceeded\"}}")
                == .contextOverflow(limit: nil, "context_length_exceeded"))
        #expect(
            failure(400, "{\"error\":{\"message\":\"This model's maximum context length is \(most) tokens\"}}")
                == .contextOverflow(limit: nil, "This model's maximum context length is \(most) tokens"))
    }

    @Test func whatATerminalActsOnIsLeftOut() {
        #expect(failure(500, "a\u{1B}[2Jb\r\n\u{202E}c\u{9B}d") == .serverFailed(status: 500, "a [2Jb c d"))
        guard case .serverFailed(_, let said) = failure(500, String(repeating: "x", count: 5_000)) else {
            Issue.record("not told")
            return
        }
        #expect(said.count == 400)
    }

    @Test func timesToWaitAreRead() {
        func seconds(_ headers: [(name: String, value: String)]) -> Int? {
            AnswerHead(status: 429, headers: headers, now: 784_111_770).retryAfter
        }
        #expect(seconds([("Retry-After", "120")]) == 120)
        #expect(seconds([("retry-after", "1.2")]) == 2)
        #expect(seconds([("retry-after", "soon")]) == nil)
        #expect(seconds([("retry-after", "-1")]) == nil)
        #expect(seconds([("retry-after-ms", "1500"), ("retry-after", "9")]) == 2)
        // RFC 9110 §5.6.7: 784111777 s.
        #expect(seconds([("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT")]) == 7)
        #expect(
            seconds([("Retry-After", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Date", "Sun, 06 Nov 1994 08:49:07 GMT")]) == 30
        )
        #expect(RetryTime.date("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
        #expect(RetryTime.date("Thu, 29 Feb 2024 12:00:00 GMT") == 1_709_208_000)
        #expect(RetryTime.told(in: "Please try again in 6m0s.") == 360)
        #expect(RetryTime.told(in: "try again in 450ms") == 1)
        #expect(RetryTime.told(in: "try again in a while") == nil)
    }

    @Test func loadingIsTold() {
        #expect(failure(503, "{\"error\":{\"code\":503,\"message\":\"Loading model\"}}").isLoading)
        #expect(!failure(503, "").isLoading)
    }

    @Test func optionsChangeByWhatTheServerSays() {
        let options = ChatCompletionOptions()
        #expect(
            options.changed(after: failure(400, "{\"error\":{\"message\":\"Unknown parameter: stream_options\"}}"))?
                .asksForUsage == false)
        #expect(
            options.changed(
                after: failure(
                    400,
                    "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.\"}}"
                ))?.usesNewLimitName == true)
        #expect(options.changed(after: failure(400, "{\"error\":{\"message\":\"bad\"}}")) == nil)
        #expect(options.changed(after: failure(401, "{\"error\":{\"message\":\"stream_options\"}}")) == nil)
    }
}
