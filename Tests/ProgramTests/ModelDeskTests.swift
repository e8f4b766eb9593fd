// The desk of models: what it does without the keys, and how it ends.

import App
import Console
import Glibc
import Settings
import Synchronization
import TestSupport
import Testing

@testable import oropendola

@Suite(.timeLimit(.minutes(1))) struct ModelDeskTests {
    /// What the desk told.
    private final class Told: Sendable {
        private let all = Mutex<[ModelNews]>([])
        func take(_ news: ModelNews) { all.withLock { $0.append(news) } }
        var news: [ModelNews] { all.withLock { $0 } }
    }

    /// A port that takes connections and never answers.
    private final class SilentPort: Sendable {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let port: Int

        init() {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let descriptor = descriptor
            withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = bind(descriptor, $0, length)
                    _ = getsockname(descriptor, $0, &length)
                }
            }
            _ = listen(descriptor, 8)
            port = Int(UInt16(bigEndian: address.sin_port))
        }

        deinit { close(descriptor) }

        /// Whether somebody has connected.
        var wasAsked: Bool {
            var listener = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            return poll(&listener, 1, 0) == 1
        }
    }

    private func desk(_ folder: TemporaryFolder, _ told: Told, _ more: [String: String] = [:]) -> ModelDesk {
        let environment = [
            "HOME": folder.path, "XDG_CONFIG_HOME": "\(folder.path)/config", "XDG_STATE_HOME": "\(folder.path)/state",
            "OROPENDOLA_MODEL_PORTS": "",
        ].merging(more) { $1 }
        return ModelDesk(ModelWish(.init(), environment)) { told.take($0) }
    }

    @Test(arguments: ["{broken", "[]", #"{"version":1,"keys":"sk-1"}"#])
    func withoutItsKeyNoServerIsAsked(_ file: String) async throws {
        let (folder, told, port) = (try TemporaryFolder(), Told(), SilentPort())
        try folder.write("config/oropendola/model-keys.json", file)
        let desk = desk(folder, told)
        let base = "http://127.0.0.1:\(port.port)"
        desk.perform(.choose("\(base)/v1#m"))
        desk.perform(.choose("\(base)/v1"))
        await desk.finish()
        let refusal = ModelRefusal.keysUnread(
            server: base, file: "~/config/oropendola/model-keys.json",
            reason: "it is no list of keys")
        #expect(told.news == [.refused(refusal), .refused(refusal)])
        #expect(!port.wasAsked)
        #expect(try folder.read("config/oropendola/model-keys.json") == Array(file.utf8))
    }

    /// Nothing is sent for it: the name is there.
    @Test func aKeyThatGoesInClearIsToldOnce() async throws {
        let (folder, told) = (try TemporaryFolder(), Told())
        let desk = desk(
            folder, told, ["OPENAI_BASE_URL": "http://models.example:4000/v1", "OPENAI_API_KEY": "sk-1"])
        for word in ["http://models.example:4000/v1#a", "http://models.example:4000/v1#b", "https://h.example/v1#c"] {
            desk.perform(.choose(word))
        }
        await desk.finish()
        let warnings = told.news.filter { if case .chosen = $0 { false } else { true } }
        #expect(warnings == [.keyInClear(server: "http://models.example:4000")])
    }

    @Test func theReportSaysThatTheKeysCantBeRead() async throws {
        let folder = try TemporaryFolder()
        try folder.write("config/oropendola/model-keys.json", "{broken")
        let report = await desk(folder, Told()).report()
        #expect(
            report.trouble
                == "~/config/oropendola/model-keys.json can't be read: it is no list of keys. It is left as it is.")
    }

    @Test func anEndWaitsForNoListing() async throws {
        let (folder, told, port) = (try TemporaryFolder(), Told(), SilentPort())
        let desk = desk(folder, told)
        desk.perform(.choose("http://127.0.0.1:\(port.port)/v1"))
        let clock = ContinuousClock()
        let limit = clock.now + .seconds(30)
        while !port.wasAsked, clock.now < limit { try await Task.sleep(for: .milliseconds(10)) }
        #expect(port.wasAsked)
        // The listing would take ten seconds.
        #expect(await clock.measure { await desk.finish() } < .seconds(5))
        guard case .refused(.notThere)? = told.news.first else {
            Issue.record("told \(told.news)")
            return
        }
    }
}
