// What is kept about models: keys for their server alone, in a file for their user alone, and the choice.

import Glibc
import LocalBackend
import ModelWire
import Settings
import TestSupport
import Testing

@testable import oropendola

@Suite struct ModelFilesTests {
    private func files(_ folder: TemporaryFolder) -> ModelFiles {
        ModelFiles(environment: [
            "HOME": folder.path, "XDG_CONFIG_HOME": "\(folder.path)/config", "XDG_STATE_HOME": "\(folder.path)/state",
        ])
    }

    @Test func aKeyIsKeptForItsServerAndForItsUser() async throws {
        let folder = try TemporaryFolder()
        let files = files(folder)
        let address = try ModelAddress("https://openrouter.ai/api/v1#a")
        #expect(try files.key(for: address) == nil)
        #expect(try await files.keep("sk-1", for: address) == false)
        #expect(try files.key(for: try ModelAddress("https://openrouter.ai/v1")) == "sk-1")
        #expect(try files.key(for: try ModelAddress("http://openrouter.ai/api/v1")) == nil)
        #expect(try files.key(for: try ModelAddress("https://openrouter.ai:444/api/v1")) == nil)
        #expect(try files.key(for: try ModelAddress("https://openrouter.ai.example/api/v1")) == nil)
        var status = stat()
        #expect(
            stat("\(folder.path)/config/oropendola/model-keys.json", &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(try files.origins() == ["https://openrouter.ai"])
        #expect(try await files.keep(nil, for: address) == true)
        #expect(try files.key(for: address) == nil)
    }

    @Test func aChoiceIsKeptAndWhatIsBrokenIsSetAside() async throws {
        let folder = try TemporaryFolder()
        let files = files(folder)
        #expect(files.chosen == nil)
        try await files.keep(chosen: "http://h/v1#m")
        #expect(files.chosen == "http://h/v1#m")
        try folder.write("state/oropendola/model.json", "{broken")
        #expect(files.chosen == nil)
        try await files.keep(chosen: "helper")
        #expect(files.chosen == "helper")
        #expect(folder.exists("state/oropendola/model.json.broken"))
    }

    @Test func theEnvironmentsKeyGoesToItsServerAlone() throws {
        func wish(_ environment: [String: String]) -> ModelWish { ModelWish(.init(), environment) }
        let local = wish([
            "OPENAI_BASE_URL": "http://127.0.0.1:4000", "OPENAI_API_KEY": "k", "OPENAI_MODEL": "m",
        ])
        #expect(local.word == "http://127.0.0.1:4000#m")
        #expect(local.key(for: try ModelAddress("http://127.0.0.1:4000/v1")) == "k")
        #expect(local.key(for: try ModelAddress("https://api.openai.com/v1")) == nil)
        // A key alone chooses nobody.
        let key = wish(["OPENAI_API_KEY": "k"])
        #expect(key.word == nil)
        #expect(key.key(for: try ModelAddress("https://api.openai.com/v1")) == "k")
        #expect(key.key(for: try ModelAddress("https://openrouter.ai/api/v1")) == nil)
        #expect(wish(["OPENAI_BASE_URL": ""]).word == nil)
    }

    @Test func portsAreReadFromTheEnvironment() {
        func ports(_ text: String?) -> [Int] {
            ModelWish(.init(), text.map { ["OROPENDOLA_MODEL_PORTS": $0] } ?? [:]).ports.map(\.port)
        }
        #expect(ports(nil) == [11_434, 1_234, 8_080, 8_000])
        #expect(ports("") == [])
        #expect(ports("9000, 1234 x 70000") == [9_000, 1_234])
    }
}
