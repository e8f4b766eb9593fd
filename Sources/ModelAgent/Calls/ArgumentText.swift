// The arguments of a call are JSON that a model wrote by hand. What can only be meant in one way is mended; what can
// be meant in two is not.

import JSON

/// Reads the text of a call's arguments.
///
/// Mended: a fence around, the word `json` before it (tt-inference-server#3683), JSON within a JSON string, commas before
/// a closing bracket, line ends and tabs within strings. Not mended: brackets and strings that do not end, since what
/// stood there is lost; escapes that JSON does not have, since `\'` and `\d` mean different things; single quotes.
enum ArgumentText {
    static func object(_ text: String, tool: String) throws(CallMistake) -> JSONObject {
        let bare = withoutFence(text.trimmed)
        guard !bare.isEmpty else { return JSONObject() }
        var value = try parsed(bare, tool: tool)
        if let inner = value.asString { value = try parsed(withoutFence(inner.trimmed), tool: tool) }
        if value.isNull { return JSONObject() }
        guard let object = value.asObject else { throw .notAnObject(tool: tool) }
        return object
    }

    static let limits = JSONLimits(maximumBytes: 16 << 20, maximumDepth: 64)

    static func parsed(_ text: String, tool: String) throws(CallMistake) -> JSONValue {
        do throws(JSONError) { return try JSONValue.parse(text, limits: limits) } catch {
            let mended = mended(text)
            do throws(JSONError) { return try JSONValue.parse(mended, limits: limits) } catch {
                throw .badJSON(tool: tool, why: "\(error)", near: near(error.offset, in: mended))
            }
        }
    }

    private static func near(_ offset: Int, in text: String) -> String {
        let bytes = Array(text.utf8)
        let place = min(max(0, offset), bytes.count)
        var piece = bytes[max(0, place - 20)..<min(bytes.count, place + 10)]
        while let first = piece.first, first & 0xC0 == 0x80 { piece = piece.dropFirst() }
        return String(decoding: piece, as: UTF8.self).lines.joined(separator: "\\n")
    }

    static func withoutFence(_ text: String) -> String {
        var lines = text.lines
        if lines.first?.trimmed == "json", lines.count > 1 { lines.removeFirst() }
        guard let first = lines.first, first.hasPrefix("```"), lines.count > 1 else {
            return lines.count == text.lines.count ? text : lines.joined(separator: "\n")
        }
        lines.removeFirst()
        if let last = lines.last, last.trimmed == "```" { lines.removeLast() }
        return lines.joined(separator: "\n").trimmed
    }

    private static func mended(_ text: String) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count + 16)
        var isInString = false
        var isEscaped = false
        for byte in text.utf8 {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                } else if byte == 10 || byte == 13 || byte == 9 {
                    result += [UInt8(ascii: "\\"), UInt8(ascii: byte == 10 ? "n" : byte == 13 ? "r" : "t")]
                    continue
                }
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                let last = result.lastIndex { !isBlank($0) }
                if let last, result[last] == UInt8(ascii: ",") { result.remove(at: last) }
            }
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Where the first value of a text ends, be it a string, or nil when it does not. Line ends may stand in strings.
    static func end(ofValueIn bytes: ArraySlice<UInt8>) -> Int? {
        var walk = JSONWalk()
        for index in bytes.indices where walk.take(bytes[index]) != .went && walk.depth == 0 { return index + 1 }
        return nil
    }
}
