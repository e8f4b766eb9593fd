// Tool calls put together from what servers make of them: whole, in pieces, without index, without id, as an object.

import JSON

/// Gathers `tool_calls[]` of all chunks of one answer. By the protocol a call has an index in every chunk, and id and
/// name in its first; hardly any server keeps to all of it.
struct CallGathering: Equatable, Sendable {
    struct TooMany: Error, Equatable, Sendable {}

    private struct Slot: Equatable, Sendable {
        var index: Int?
        var id = ""
        var name = ""
        var arguments = GatheredArguments()
        var isTold = false
    }

    static let mostCalls = 128
    private var slots: [Slot] = []

    /// Bytes of all that is held.
    private(set) var bytes = 0

    /// Bytes that were parsed to find out whether calls are whole: what a test counts.
    var bytesParsed: Int { slots.reduce(0) { $0 + $1.arguments.bytesParsed } }

    /// Takes `tool_calls` of a chunk or a message: a list, or one call without it; the pieces that it comes to.
    mutating func take(_ value: JSONValue) throws(TooMany) -> [ModelPiece] {
        for entry in value.asArray ?? [value] where entry.asObject != nil { try take(entry: entry) }
        return tell(untilLast: false)
    }

    /// Takes a piece of the one call of the old form (`function_call`).
    mutating func take(oldForm value: JSONValue) throws(TooMany) -> [ModelPiece] {
        try take(["index": 0, "function": value])
    }

    /// The answer is over: calls without arguments are told now.
    mutating func finish() -> [ModelPiece] { tell(untilLast: true) }

    /// The calls in order. One without an id, or with one that another has, gets one of ours.
    var calls: [ModelCall] {
        var taken: Set<String> = []
        return slots.enumerated().map { number, slot in
            var id = slot.id
            if id.isEmpty || taken.contains(id) { id = "call_\(number + 1)" }
            while !taken.insert(id).inserted { id += "_" }
            return ModelCall(id: id, name: slot.name, arguments: slot.arguments.text)
        }
    }

    var isEmpty: Bool { slots.isEmpty }

    private mutating func take(entry: JSONValue) throws(TooMany) {
        // Some servers leave `function` out.
        let function = entry["function"]?.asObject.map { JSONValue.object($0) } ?? entry
        let name = function["name"]?.asString ?? ""
        let id = entry["id"]?.asString ?? ""
        let arguments = Self.arguments(function["arguments"] ?? function["parameters"])
        let place = self.place(index: entry["index"]?.asInt, id: id, name: name, arguments.text)
        if place == slots.count {
            guard slots.count < Self.mostCalls else { throw TooMany() }
            slots.append(Slot(index: entry["index"]?.asInt))
        }
        bytes += id.utf8.count + name.utf8.count + arguments.text.utf8.count
        if slots[place].id.isEmpty { slots[place].id = id }
        extend(&slots[place].name, by: name, hasArguments: !slots[place].arguments.isEmpty)
        if arguments.isWhole || slots[place].arguments.isEmpty {
            slots[place].arguments = GatheredArguments(arguments.text)
        } else if !(slots[place].arguments.isWhole && arguments.text == slots[place].arguments.text) {
            // The same whole text again is a summary at the end of a stream.
            slots[place].arguments.append(arguments.text)
        }
    }

    /// Which call a piece belongs to; the count for a new one.
    private func place(index: Int?, id: String, name: String, _ arguments: String) -> Int {
        guard let last = slots.indices.last else { return 0 }
        if let index {
            guard let known = slots.lastIndex(where: { $0.index == index }) else { return slots.count }
            // Ollama and Gemini count every call as the first: another id with a name is another call, where the one
            // before is complete. Some servers make a new id for every piece of one call.
            let slot = slots[known]
            let isOther = !id.isEmpty && !slot.id.isEmpty && id != slot.id && !name.isEmpty
            let repeatsWhole = id.isEmpty && !name.isEmpty && slot.arguments.isWhole && arguments != slot.arguments.text
            let isDone = slot.arguments.isWhole || slot.arguments.isEmpty && name != slot.name
            return isOther && isDone || repeatsWhole ? slots.count : known
        }
        if !id.isEmpty {
            if let known = slots.lastIndex(where: { $0.id == id }) {
                let slot = slots[known]
                // One id for all calls: what is complete is not gone on with.
                let isOther =
                    slot.arguments.isWhole && !name.isEmpty && (name != slot.name || arguments != slot.arguments.text)
                return isOther && !arguments.isEmpty ? slots.count : known
            }
            return name.isEmpty ? last : slots.count
        }
        if name.isEmpty { return last }
        let slot = slots[last]
        let goesOn = slot.name == name && !slot.arguments.isEmpty && !slot.arguments.isWhole
        return goesOn ? last : slots.count
    }

    /// Names come whole, again in every piece, growing, or in parts.
    private func extend(_ name: inout String, by part: String, hasArguments: Bool) {
        if name.isEmpty || part.hasPrefix(name) {
            if !part.isEmpty { name = part }
        } else if !hasArguments {
            name += part
        }
    }

    private static func arguments(_ value: JSONValue?) -> (text: String, isWhole: Bool) {
        switch value {
        case .string(let text)?: (text, false)
        case .object?, .array?: (value?.text ?? "", true)
        default: ("", false)
        }
    }

    /// A name may still grow until arguments come.
    private mutating func tell(untilLast isOver: Bool) -> [ModelPiece] {
        var pieces: [ModelPiece] = []
        for place in slots.indices where !slots[place].isTold && !slots[place].name.isEmpty {
            guard isOver || !slots[place].arguments.isEmpty || place < slots.count - 1 else { continue }
            slots[place].isTold = true
            pieces.append(.callBegan(name: slots[place].name))
        }
        return pieces
    }
}
