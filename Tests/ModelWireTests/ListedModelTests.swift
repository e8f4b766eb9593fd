// Lists of models as servers give them, by their documentation.

import Testing

@testable import ModelWire

@Suite struct ListedModelTests {
    private func list(_ text: String) throws(ModelFailure) -> [ListedModel] { try ListedModel.list(Array(text.utf8)) }

    @Test func everyServersFormIsRead() throws {
        // OpenAI and Ollama.
        #expect(
            try list(#"{"object":"list","data":[{"id":"qwen3:8b","object":"model","created":1,"owned_by":"library"}]}"#)
                == [ListedModel(id: "qwen3:8b")])
        // vLLM.
        #expect(
            try list(#"{"data":[{"id":"meta/l","max_model_len":8192,"root":"meta/l"}]}"#)
                == [ListedModel(id: "meta/l", contextTokens: 8_192)])
        // llama.cpp: both forms in one.
        #expect(
            try list(
                #"{"models":[{"name":"q.gguf"}],"data":[{"id":"q.gguf","meta":{"n_ctx_train":40960,"n_params":1}}]}"#)
                == [ListedModel(id: "q.gguf", contextTokens: 40_960)])
        // LM Studio's own list.
        #expect(
            try list(
                #"""
                {"data":[{"id":"qwen2.5-coder","type":"llm","state":"loaded","max_context_length":32768,
                "loaded_context_length":4096,"capabilities":["tool_use"]},{"id":"nomic","type":"embeddings"}]}
                """#) == [ListedModel(id: "qwen2.5-coder", contextTokens: 4_096, takesTools: true, isLoaded: true)])
        // OpenRouter.
        #expect(
            try list(
                #"{"data":[{"id":"deepseek/r1","context_length":163840,"supported_parameters":["temperature"]}]}"#)
                == [ListedModel(id: "deepseek/r1", contextTokens: 163_840, takesTools: false)])
        // Mistral; Together; Gemini.
        #expect(
            try list(#"{"data":[{"id":"m","max_context_length":1,"capabilities":{"function_calling":true}}]}"#)
                == [ListedModel(id: "m", contextTokens: 1, takesTools: true)])
        #expect(try list(#"[{"id":"t","context_length":2}]"#) == [ListedModel(id: "t", contextTokens: 2)])
        #expect(
            try list(#"{"models":[{"name":"models/g","inputTokenLimit":3}]}"#)
                == [ListedModel(id: "models/g", contextTokens: 3)])
    }

    @Test func whatIsNoListIsTold() {
        #expect(throws: ModelFailure.unreadable("no list of models")) { try list("{}") }
        #expect(throws: ModelFailure.unreadable("a web page: Router")) { try list("<html><title>Router</title>") }
        #expect(throws: ModelFailure.keyRefused("Invalid API key")) {
            try list(#"{"error":{"message":"Invalid API key"}}"#)
        }
    }

    @Test func namesThatAreNoneAreLeftOut() throws {
        #expect(
            try list(#"{"data":[{"id":"a"},{"id":"a","context_length":4},{"id":""},{"id":"b\u001b[2J"},7,{"id":5}]}"#)
                == [ListedModel(id: "a")])
    }
}
