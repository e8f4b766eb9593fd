// A server that takes connections and never says a word: the screen is there all the same, and takes what is typed.
import Glibc
import LocalBackend
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(2)))
struct SilentServerTests {
    @Test func theFirstScreenAndTheComposerWaitForNoNetwork() async throws {
        let remote = try await RemoteServer()
        let home = try remote.signedInHome()
        let port = remote.server.port
        await remote.server.shutdown()
        // The kernel takes the connections; nobody reads them.
        let hole = try listener(on: port)
        defer { close(hole) }
        let folder = try TemporaryFolder()
        let program = try RunningProgram(in: folder.path, home: home)
        try program.send("the first question")
        try program.send("the second question")
        try program.tmux.type("a draft")
        let screen = try program.tmux.wait(for: "a draft")
        #expect(screen.contains { $0.contains("the first question") }, "\(screen)")
        #expect(screen.contains { $0.contains("the second question") }, "\(screen)")
        #expect(screen.last?.contains("online") == false, "\(screen)")
        // Esc ends what waits, and the program ends at once.
        try program.tmux.press("Escape")
        try program.tmux.wait(for: "Cancelled")
        try program.tmux.press("C-c")
        try program.tmux.wait(for: "an empty composer") { !$0.contains { $0.contains("a draft") } }
        #expect(try program.quit() == 0)
    }

    private func listener(on port: Int) throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let bound = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(socket, 64) == 0 else { throw POSIXFailure(call: "listen on \(port)", code: errno) }
        return socket
    }
}
