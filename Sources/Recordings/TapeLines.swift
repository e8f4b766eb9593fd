// Lines of a recording on their way to the disk: a secret that comes in pieces is in no line, and none is written too soon.

public import JSON

/// A line whose piece of a text ends with what may be the beginning of a secret waits until the next piece tells, and
/// the lines behind it wait with it.
public struct TapeLines: Sendable {
    /// A piece that is not decided, by the number of its line.
    private struct Piece {
        var line: Int
        var text: [UInt8]
    }

    private struct Stream {
        var pieces: [Piece] = []
        /// Bytes of the first piece that belong to a secret which began before it.
        var covered = 0
    }

    /// A line, and by stream what its pieces become as they are decided, in their order.
    private struct Held {
        var line: JSONValue
        var texts: [String: [String]] = [:]
        /// Pieces that are not decided.
        var waiting = 0
        var isChanged = false

        /// A line of which nothing is hidden stays as it was written.
        var decided: JSONValue {
            guard isChanged else { return line }
            var rest = texts.mapValues { $0[...] }
            return StreamedTexts.mapped(line) { text, stream in rest[stream]?.popFirst() ?? text }
        }
    }

    private var held: [Held] = []
    /// The number of the first line that is held.
    private var first = 0
    private var streams: [String: Stream] = [:]

    /// More lines do not wait: a text that stops in the middle must not keep a recording from the disk.
    static let mostHeld = 500

    public init() {}

    /// The lines that can be written now, in order, without what is known as secret.
    public mutating func take(_ line: JSONValue, hiding redaction: Redaction) -> [String] {
        var touched: [String] = []
        var entry = Held(line: line)
        let number = first + held.count
        _ = StreamedTexts.mapped(line) { text, stream in
            streams[stream, default: Stream()].pieces.append(Piece(line: number, text: Array(text.utf8)))
            touched.append(stream)
            entry.waiting += 1
            return text
        }
        held.append(entry)
        for stream in touched { decide(stream, redaction, isOver: false) }
        if StreamedTexts.endsMessage(line) || held.count > Self.mostHeld { decideAll(redaction) }
        return release(redaction)
    }

    /// All that waits: the recording ends.
    public mutating func finish(hiding redaction: Redaction) -> [String] {
        decideAll(redaction)
        return release(redaction)
    }

    private mutating func decideAll(_ redaction: Redaction) {
        for stream in streams.keys { decide(stream, redaction, isOver: true) }
        streams = [:]
    }

    /// Settles the pieces of a stream up to where a secret may have begun.
    private mutating func decide(_ name: String, _ redaction: Redaction, isOver: Bool) {
        guard var stream = streams[name], !stream.pieces.isEmpty else { return }
        let joined = stream.pieces.flatMap(\.text)
        let (secrets, end) = redaction.secrets(in: joined, from: stream.covered, isOver: isOver)
        var start = 0
        var settled = 0
        // They are in order, and so are the bytes: each is looked at once.
        var rest = secrets[...]
        for piece in stream.pieces {
            let range = start..<(start + piece.text.count)
            guard range.upperBound <= end else { break }
            var text: [UInt8] = []
            for position in range where position >= stream.covered {
                while let secret = rest.first, secret.upperBound <= position { rest.removeFirst() }
                guard let secret = rest.first, secret.contains(position) else {
                    text.append(joined[position])
                    continue
                }
                if secret.lowerBound == position { text += Redaction.mark.utf8 }
            }
            let index = piece.line - first
            held[index].texts[name, default: []].append(String(decoding: text, as: UTF8.self))
            held[index].waiting -= 1
            held[index].isChanged = held[index].isChanged || text != piece.text
            start = range.upperBound
            settled += 1
        }
        stream.pieces.removeFirst(settled)
        let reach = max(stream.covered, secrets.last { $0.lowerBound < start }?.upperBound ?? 0)
        stream.covered = max(0, reach - start)
        streams[name] = stream
    }

    private mutating func release(_ redaction: Redaction) -> [String] {
        let ready = held.prefix { $0.waiting == 0 }
        held.removeFirst(ready.count)
        first += ready.count
        return ready.map { redaction.hidden(in: $0.decided.text) }
    }
}
