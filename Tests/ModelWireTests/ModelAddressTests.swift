// Addresses as people write them.

import ModelWire
import Testing

@Suite struct ModelAddressTests {
    @Test(arguments: [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
        ("http://127.0.0.1:11434/", "http://127.0.0.1:11434/v1"),
        ("HTTP://LocalHost:1234/v1/", "http://localhost:1234/v1"),
        (
            "https://openrouter.ai/api/v1#deepseek/deepseek-r1:free",
            "https://openrouter.ai/api/v1#deepseek/deepseek-r1:free"
        ),
        ("https://api.openai.com/v1/chat/completions#gpt-5", "https://api.openai.com/v1#gpt-5"),
        ("https://h/v1/models", "https://h/v1"),
        ("http://[::1]:8080#a#b", "http://[::1]:8080/v1#a#b"),
    ])
    func addressesAreRead(_ text: String, _ expected: String) throws {
        let address = try ModelAddress(text)
        #expect(address.text == expected)
        #expect(try ModelAddress(address.text) == address)
        #expect(address.chatURL == address.base + "/chat/completions")
    }

    @Test func whatIsNoneIsToldApart() {
        for text in ["", "qwen3:8b", "ftp://h/", "http://", "http://:80", "http:///v1"] {
            #expect(throws: ModelAddress.Problem.noURL, "\(text)") { try ModelAddress(text) }
        }
        for text in ["http://user:key@h/v1", "https://h/v1?key=1"] {
            #expect(throws: ModelAddress.Problem.holdsSecrets, "\(text)") { try ModelAddress(text) }
        }
        for text in ["http://h /v1", "http://h/v1#a\u{1B}b", "http://h\n"] {
            #expect(throws: ModelAddress.Problem.invalidCharacters, "\(text)") { try ModelAddress(text) }
        }
    }

    @Test func aKeyBelongsToAnOrigin() throws {
        #expect(try ModelAddress("https://h:8443/api/v1#m").origin == "https://h:8443")
        #expect(try ModelAddress("https://h").host == "h")
        #expect(try ModelAddress("http://127.0.0.1:1").isLocal)
        #expect(try ModelAddress("http://[::1]:1").isLocal)
        #expect(try !ModelAddress("http://127.0.0.1.example.com").isLocal)
    }
}
