// Where a line of a recording has a part of a text that comes in pieces.

internal import JSON

/// Finds and replaces the pieces in a line: those of an answer as it is heard and as it came over the network, and
/// those of what a command prints.
enum StreamedTexts {
    /// Types of events whose texts are pieces (docs/PROTOCOL.md), and the members that have them.
    private static let types: Set<String> = ["reasoning", "text", "ai_chunk", "ai_response_chunk"]
    private static let members = ["text", "token", "reasoning", "content", "message"]

    /// The line with what `change` makes of each piece: it gets the piece and the name of its stream.
    static func mapped(_ line: JSONValue, _ change: (String, _ stream: String) -> String) -> JSONValue {
        guard var object = line.asObject else { return line }
        if let heard = line["heard"]?.asObject { object["heard"] = .object(mapped(heard: heard, change)) }
        if var wire = line["wire"]?.asObject {
            let stream = wire["socket"]?.asInt.map { "socket \($0)" } ?? "polls"
            for name in ["came", "body"] {
                if let text = wire[name]?.asString { wire[name] = .string(mapped(body: text, stream, change)) }
            }
            object["wire"] = .object(wire)
        }
        return .object(object)
    }

    /// Whether the line ends the message whose pieces came.
    static func endsMessage(_ line: JSONValue) -> Bool {
        let agent = line["heard"]?["agent"]
        return agent?["replied"] != nil || agent?["failed"] != nil
    }

    private static func mapped(heard: JSONObject, _ change: (String, String) -> String) -> JSONObject {
        var heard = heard
        if let text = heard["output"]?.asString {
            heard["output"] = .string(change(text, "output \(heard["call"]?.asString ?? "")"))
        }
        guard var agent = heard["agent"]?.asObject, var progress = agent["progress"]?.asObject,
            var kind = progress["kind"]?.asObject, var piece = kind["streamed"]?.asObject
        else { return heard }
        for name in ["answer", "reasoning"] {
            if let text = piece[name]?.asString { piece[name] = .string(change(text, name)) }
        }
        kind["streamed"] = .object(piece)
        progress["kind"] = .object(kind)
        agent["progress"] = .object(progress)
        heard["agent"] = .object(agent)
        return heard
    }

    /// Packets of Engine.IO, one or several (`U+001E` between them), of which events have a type and a text.
    private static func mapped(body: String, _ stream: String, _ change: (String, String) -> String) -> String {
        guard body.hasPrefix("42") || body.contains("\u{1E}42") else { return body }
        return body.split(separator: "\u{1E}", omittingEmptySubsequences: false).map { packet in
            guard packet.hasPrefix("42"), let start = packet.firstIndex(of: "["),
                var event = (try? JSONValue.parse(String(packet[start...])))?.asArray, event.count > 1,
                var payload = event[1].asObject, let type = payload["type"]?.asString, types.contains(type)
            else { return String(packet) }
            // Behind the namespace may stand the number of an acknowledgement, another one with each piece.
            let namespace = packet[..<start].drop { $0.isNumber }.prefix { $0 != "," }
            for name in members {
                if let text = payload[name]?.asString {
                    payload[name] = .string(change(text, "\(stream) \(namespace) \(type) \(name)"))
                }
            }
            event[1] = .object(payload)
            return packet[..<start] + JSONValue.array(event).text
        }.joined(separator: "\u{1E}")
    }
}
