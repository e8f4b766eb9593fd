// Output that another process has left so that writes do not wait: all of it is written all the same.
import Glibc
import Testing

@testable import oropendola

@Suite struct ConsoleOutputTests {
    @Test func aFullPipeIsWaitedFor() async throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let (input, output) = (ends[0], ends[1])
        try #require(fcntl(output, F_SETFL, O_NONBLOCK) == 0)
        async let count = Self.count(input)
        var text = String(repeating: "0123456789abcdef", count: 1 << 16)
        #expect(ConsoleOutput.write(&text, to: output) == 0)
        close(output)
        #expect(await count == 1 << 20)
        close(input)
    }

    @Test func aReaderThatIsGoneIsTold() throws {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        close(ends[0])
        var text = "x"
        #expect(ConsoleOutput.write(&text, to: ends[1]) == EPIPE)
        close(ends[1])
    }

    @concurrent private static func count(_ input: Int32) async -> Int {
        var sum = 0
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let got = read(input, &buffer, buffer.count)
            guard got > 0 else { return sum }
            sum += got
        }
    }
}
