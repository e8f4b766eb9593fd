// Which model a word means.

import ModelWire
import Testing

@testable import LocalBackend

@Suite struct ModelShelfTests {
    private func shelf() throws -> ModelShelf {
        var shelf = ModelShelf()
        shelf.put(
            .init(
                try ModelAddress("http://127.0.0.1:11434"), program: "Ollama",
                models: [.init(id: "qwen3:8b"), .init(id: "qwen3:4b"), .init(id: "phi4:14b"), .init(id: "both")]))
        shelf.put(
            .init(
                try ModelAddress("http://127.0.0.1:1234"), program: "LM Studio",
                models: [.init(id: "lmstudio/gemma-3", contextTokens: 4_096), .init(id: "both")]))
        return shelf
    }

    @Test func namesAreFound() throws {
        let shelf = try shelf()
        let ollama = "http://127.0.0.1:11434/v1"
        #expect(shelf.meaning(of: "helper") == .helper)
        #expect(shelf.meaning(of: "qwen3:8b") == .model(try ModelAddress("\(ollama)#qwen3:8b")))
        #expect(shelf.meaning(of: "phi4") == .model(try ModelAddress("\(ollama)#phi4:14b")))
        #expect(shelf.meaning(of: "gemma-3") == .model(try ModelAddress("http://127.0.0.1:1234#lmstudio/gemma-3")))
        #expect(
            shelf.meaning(of: "qwen3")
                == .ambiguous([try ModelAddress("\(ollama)#qwen3:8b"), try ModelAddress("\(ollama)#qwen3:4b")]))
        #expect(
            shelf.meaning(of: "both")
                == .ambiguous([try ModelAddress("\(ollama)#both"), try ModelAddress("http://127.0.0.1:1234#both")]))
        #expect(shelf.meaning(of: "qven3:8b") == .unknown(near: ["qwen3:8b", "qwen3:4b", "phi4:14b"]))
        #expect(shelf.meaning(of: "https://h/v1#x") == .model(try ModelAddress("https://h/v1#x")))
        #expect(shelf.meaning(of: "https://u:p@h/v1#x") == .noAddress(.holdsSecrets))
    }

    @Test func aListTakesThePlaceOfTheOneBefore() throws {
        var shelf = try shelf()
        let address = try ModelAddress("http://127.0.0.1:1234")
        shelf.put(.init(address, models: [.init(id: "new", contextTokens: 8)]))
        #expect(shelf.places.count == 2)
        #expect(shelf.place(of: address)?.program == "LM Studio")
        #expect(shelf.model(at: try ModelAddress("http://127.0.0.1:1234#new"))?.contextTokens == 8)
        #expect(shelf.model(at: try ModelAddress("http://127.0.0.1:1234#both")) == nil)
        #expect(ModelShelf().meaning(of: "x") == .unknown(near: []))
    }
}
