// The machine that reads a reply, from its status to its end, and says what it comes to.

import JSON

/// Reads one reply to `POST /v1/chat/completions`: an event stream, one JSON object, or JSON by lines, whatever its
/// `Content-Type` says, since servers ignore `stream`. It gives the answer's pieces as they come, and one end.
///
/// It holds at most `maximumAnswerBytes` of an answer, and as much again of what is not read yet.
public struct AnswerReading: Equatable, Sendable {
    /// What happened to the exchange.
    public enum Event: Equatable, Sendable {
        /// The reply's head is there. Comes first, once.
        case began(AnswerHead)
        /// A part of the body, of any size.
        case received([UInt8])
        /// The body is complete, as far as HTTP can tell.
        case ended
        /// The connection broke in the body; why.
        case broke(String)
        /// Nothing came for so long.
        case silenced(seconds: Int)
    }

    /// What it comes to. Behind `replied` or `failed` nothing comes any more.
    public enum Effect: Equatable, Sendable {
        case piece(ModelPiece)
        case replied(ModelReply)
        case failed(ModelFailure)
    }

    /// Bytes of text, reasoning and arguments of one answer, and of one event: 16 MiB.
    public static let maximumAnswerBytes = 16 << 20
    /// Bytes that are kept of an answer that is a failure.
    static let maximumFailureBytes = 64 << 10

    private enum State: Equatable, Sendable {
        case waiting
        /// What came so far is white space.
        case blank
        case stream(EventStreamReader)
        case values(ValueStreamReader)
        /// A status that is no success, or a body that is no answer.
        case failure(AnswerHead, [UInt8])
        case over
    }

    private var state = State.waiting
    private var head = AnswerHead(status: 200)
    private var chunks = ChunkReading(maximumBytes: Self.maximumAnswerBytes)
    /// Lines of a stream that are none of its own.
    private var strays: [UInt8] = []
    /// The first data that was no JSON.
    private var oddData: [UInt8]?

    public init() {}

    /// The reply's head is there.
    public var hasBegun: Bool { state != .waiting || isOver }

    /// The end is told.
    public var isOver: Bool { state == .over }

    /// The model has said why it stopped. What may follow is the count of tokens: not worth a long wait.
    public var hasEnding: Bool { chunks.hasEnding }

    public mutating func handle(_ event: Event) -> [Effect] {
        switch (event, state) {
        case (_, .over), (.began, .blank), (.began, .stream), (.began, .values), (.began, .failure): return []
        case (.began(let head), .waiting):
            self.head = head
            state = 200...299 ~= head.status ? .blank : .failure(head, [])
            return []
        case (.received(let bytes), _): return received(bytes)
        // A server that stops in the middle of its failure has said what it is all the same.
        case (_, .failure(let head, let body)): return fail(head, body)
        case (.ended, _): return end()
        case (.broke(let why), _): return hasEnding ? close() : fail(.serverFailed(status: nil, why))
        case (.silenced(let seconds), _): return hasEnding ? close() : fail(.silent(seconds: seconds))
        }
    }

    // MARK: Bytes

    private mutating func received(_ bytes: [UInt8]) -> [Effect] {
        switch state {
        case .waiting, .over: return []
        case .blank: return begin(bytes)
        case .failure(let head, var body):
            state = .waiting
            body += bytes.prefix(Self.maximumFailureBytes - body.count)
            state = .failure(head, body)
            // What more comes says nothing new, and may never end.
            return body.count < Self.maximumFailureBytes ? [] : fail(head, body)
        case .stream(var reader):
            // Taken out, so that what it holds is not copied.
            state = .waiting
            do throws(EventStreamReader.TooLong) {
                let elements = try reader.take(bytes)
                state = .stream(reader)
                return read(elements)
            } catch {
                return fail(.unreadable("an event of more than \(error.limit) bytes"))
            }
        case .values(var reader):
            state = .waiting
            do throws(ValueStreamReader.TooLong) {
                let values = try reader.take(bytes)
                state = .values(reader)
                return read(values)
            } catch {
                return fail(.unreadable("an answer of more than \(error.limit) bytes"))
            }
        }
    }

    /// The first byte that is no white space, nor of a byte order mark, tells what the body is.
    private mutating func begin(_ bytes: [UInt8]) -> [Effect] {
        let blank: Set<UInt8> = [0x09, 0x0A, 0x0D, 0x20, 0xEF, 0xBB, 0xBF]
        guard let start = bytes.firstIndex(where: { !blank.contains($0) }) else { return [] }
        switch bytes[start] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            state = .values(ValueStreamReader(maximumBytes: Self.maximumAnswerBytes))
        case UInt8(ascii: "<"): state = .failure(head, [])
        default: state = .stream(EventStreamReader(maximumBytes: Self.maximumAnswerBytes / 2))
        }
        return received(Array(bytes[start...]))
    }

    // MARK: Elements

    private mutating func read(_ elements: [EventStreamReader.Element]) -> [Effect] {
        var effects: [Effect] = []
        for element in elements where !isOver {
            switch element {
            case .event(let type, let data): effects += read(data, type: type)
            case .stray(let line): effects += read(stray: line)
            }
        }
        return effects
    }

    private mutating func read(_ values: [[UInt8]]) -> [Effect] {
        var effects: [Effect] = []
        for value in values where !isOver { effects += read(value, type: "message") }
        return effects
    }

    private mutating func read(_ data: [UInt8], type: String) -> [Effect] {
        let words = data.drop { $0 == 0x20 }
        guard words.first == UInt8(ascii: "{") || words.first == UInt8(ascii: "[") else {
            if words.starts(with: Array("[DONE]".utf8)) || words.starts(with: Array("DONE".utf8)) {
                return close(isWhole: true)
            }
            if type == "error" { return fail(ModelFailure(AnswerHead(status: head.status), body: data)) }
            if oddData == nil { oddData = Array(data.prefix(512)) }
            return []
        }
        if words.starts(with: Array("[DONE]".utf8)) { return close(isWhole: true) }
        guard let value = Self.parsed(data) else {
            return fail(.unreadable("an event that is not JSON: \(FailureWords.plain(Self.excerpt(data)))"))
        }
        return take(value, type: type)
    }

    /// Some servers cut characters in two.
    private static func parsed(_ data: [UInt8]) -> JSONValue? {
        do throws(JSONError) {
            return try JSONValue.parse(data)
        } catch {
            guard error.reason == .invalidUTF8 else { return nil }
            return try? JSONValue.parse(String(decoding: data, as: UTF8.self))
        }
    }

    private static func excerpt(_ data: [UInt8]) -> String { String(decoding: data.prefix(200), as: UTF8.self) }

    /// A line without a field's name may be a whole error, or one of its lines.
    private mutating func read(stray line: [UInt8]) -> [Effect] {
        guard strays.count + line.count < Self.maximumFailureBytes else { return [] }
        strays += line + [0x0A]
        guard line.last == UInt8(ascii: "}") || line.last == UInt8(ascii: "]"), let value = Self.parsed(strays) else {
            return []
        }
        strays = []
        return take(value, type: "message")
    }

    private mutating func take(_ value: JSONValue, type: String) -> [Effect] {
        if let list = value.asArray {
            var effects: [Effect] = []
            for element in list where !isOver { effects += take(element, type: type) }
            return effects
        }
        let error = value["error"].flatMap { $0.isNull || $0 == .bool(false) ? nil : $0 }
        let hasChoices = value["choices"]?.asArray != nil
        if error != nil || type == "error" || value["object"]?.asString == "error" || value["type"]?.asString == "error"
        {
            return fail(ModelFailure(inStream: value))
        }
        if !hasChoices, value["detail"] != nil || value["message"]?.asString != nil {
            return fail(ModelFailure(inStream: value))
        }
        do throws(ChunkReading.TooLarge) {
            return try chunks.take(value).map { .piece($0) }
        } catch {
            return fail(.unreadable("an answer of more than \(Self.maximumAnswerBytes) bytes"))
        }
    }

    // MARK: Ends

    private mutating func end() -> [Effect] {
        var effects: [Effect] = []
        switch state {
        case .stream(var reader):
            let rest = (try? reader.finish()) ?? []
            // What the end cut in two is no event.
            if case .event(_, let data)? = rest.last, data.first == UInt8(ascii: "{"), Self.parsed(data) == nil {
                return hasEnding ? close() : fail(.serverFailed(status: nil, "the answer stopped in the middle"))
            }
            effects = read(rest)
        case .values(let reader) where reader.isInside:
            return hasEnding ? close() : fail(.serverFailed(status: nil, "the answer stopped in the middle"))
        // Nothing is missing of a value.
        case .values: return close(isWhole: true)
        default: break
        }
        return isOver ? effects : effects + close()
    }

    /// - Parameter isWhole: the server has marked the end of its stream.
    private mutating func close(isWhole: Bool = false) -> [Effect] {
        guard !chunks.isEmpty else {
            let odd = oddData ?? (strays.isEmpty ? nil : strays)
            return fail(
                .unreadable(
                    odd.map { "no answer but \"\(FailureWords.plain(Self.excerpt($0)))\"" } ?? "an empty answer"))
        }
        let pieces = chunks.finish()
        state = .over
        var reply = chunks.reply
        if isWhole, reply.ending == .unsaid { reply.ending = .stop }
        return pieces.map { .piece($0) } + [.replied(reply)]
    }

    private mutating func fail(_ head: AnswerHead, _ body: [UInt8]) -> [Effect] {
        guard 200...299 ~= head.status else { return fail(ModelFailure(head, body: body)) }
        // A sign-in page, or the page of a router.
        return fail(.unreadable(FailureWords.plain(String(decoding: body, as: UTF8.self))))
    }

    private mutating func fail(_ failure: ModelFailure) -> [Effect] {
        state = .over
        strays = []
        return [.failed(failure)]
    }
}
