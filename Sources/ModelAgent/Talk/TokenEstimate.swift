// How many tokens a text will be, without the model's own table of tokens: by its bytes, and by what its server counted.

import JSON
import ModelWire

enum TokenEstimate {
    /// A tenth more than a token for each three and a half bytes, which is what code comes to; set right by the first
    /// answer that brings a count.
    static let unknownScale = 110
    private static let leastScale = 65
    private static let mostScale = 300
    /// As much as vendors count for one picture of middling size.
    static let image = 800

    static func bytes(_ count: Int) -> Int { count * 2 / 7 + 1 }

    static func of(_ message: ModelMessage) -> Int {
        let calls = message.calls.reduce(0) { $0 + $1.name.utf8.count + $1.arguments.utf8.count + 30 }
        return 5 + bytes(message.text.utf8.count + calls) + message.images.count * image
    }

    static func of(_ tools: [ModelTool]) -> Int {
        tools.reduce(0) { sum, tool in
            sum + 8 + bytes(tool.name.utf8.count + tool.description.utf8.count + tool.parameters.serialized().count)
        }
    }

    /// The scale by an answer's count of a request that was estimated so, with a tenth to be safe.
    static func scale(counted: Int, estimated: Int) -> Int? {
        guard counted > 0, estimated > 100, counted < 100_000_000 else { return nil }
        return min(mostScale, max(leastScale, counted * 110 / estimated))
    }

    /// Whether a server read a part of what it was sent and kept quiet about the rest, as Ollama does: less than half of
    /// the estimate, and just what goes into a context of a usual size (2,048 to 32,768; whole messages are dropped until
    /// the rest fits, so it may be up to a quarter less).
    static func isCut(counted: Int, estimated: Int) -> Bool {
        guard counted > 0, counted < estimated / 2 else { return false }
        return (11...15).contains { (1 << $0) * 3 / 4 <= counted && counted <= 1 << $0 }
    }

    /// After an overflow: the estimate was below a limit that the server found passed.
    static func scale(after scale: Int, estimated: Int, limit: Int) -> Int {
        guard estimated > 0, estimated * scale / 100 <= limit else { return scale }
        return min(mostScale, limit * 120 / estimated + 1)
    }
}
