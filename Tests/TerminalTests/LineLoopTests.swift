// Lines from a pipe: one at a time, when they are wanted, whole, and none too long; messages and the end between them.
import Glibc
import TestSupport
import Testing

@testable import Terminal

@Suite(.serialized)
struct LineLoopTests {
    /// What a loop hears of a text until its end; from a pipe that is closed behind it, or from a file.
    private func heard(
        _ text: String, messages: [Int] = [], isFile: Bool = false, takesLine: ([String]) -> Bool = { _ in true }
    ) throws -> [String] {
        let folder = try TemporaryFolder()
        var ends: [Int32] = [0, 0]
        if isFile {
            try folder.write("in", text)
            ends[0] = open("\(folder.path)/in", O_RDONLY | O_CLOEXEC)
        } else {
            try #require(pipe(&ends) == 0)
            let bytes = Array(text.utf8)
            try #require(write(ends[1], bytes, bytes.count) == bytes.count)
            close(ends[1])
        }
        defer { close(ends[0]) }
        let mailbox = Mailbox<Int>(waker: try Waker())
        for message in messages { mailbox.post(message) }
        var news: [String] = []
        let loop = LineLoop(input: ends[0], isTyped: false, mailbox: mailbox)
        let end = loop.run(
            takesLine: { takesLine(news) },
            hear: { one in
                switch one {
                case .line(let line): news.append("line \(line)")
                case .lineTooLong: news.append("too long")
                case .endOfInput: news.append("end")
                case .interrupted: news.append("interrupted")
                case .continued: news.append("continued")
                case .message(let number): news.append("message \(number)")
                }
                return news.last == "end" ? .quit : nil
            })
        #expect(end == .quit)
        return news
    }

    @Test func linesComeInOrderAndTheRestBeforeTheEnd() throws {
        #expect(try heard("one\r\n\ntwo\nrest") == ["line one", "line ", "line two", "line rest", "end"])
        #expect(try heard("") == ["end"])
    }

    /// The next line is left in the pipe until what came before is dealt with; a message is, meanwhile.
    @Test func aLineWaitsUntilItIsWanted() throws {
        let news = try heard("one\ntwo\n", messages: [7], takesLine: { $0.contains("message 7") })
        #expect(news == ["message 7", "line one", "line two", "end"])
    }

    /// Who can't leave at the end of the input hears what it waits for, and not the end again.
    @Test(arguments: [true, false])
    func theEndIsToldOnce(isTyped: Bool) throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        try #require(write(ends[1], "rest", 4) == 4)
        close(ends[1])
        defer { close(ends[0]) }
        let mailbox = Mailbox<Int>(waker: try Waker())
        var news: [String] = []
        let end = LineLoop(input: ends[0], isTyped: isTyped, mailbox: mailbox).run(
            takesLine: { true },
            hear: { one in
                switch one {
                case .endOfInput:
                    news.append("end")
                    mailbox.post(7)
                    return news.count > 9 ? .terminalGone : nil
                case .line(let line): news.append("line \(line)")
                case .message(let number):
                    news.append("message \(number)")
                    return .quit
                default: news.append("other")
                }
                return nil
            })
        #expect(end == .quit)
        #expect(news == ["line rest", "end", "message 7"])
    }

    /// Somebody else read what was there: that is no end.
    @Test func nothingToReadIsNoEnd() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
        defer { close(ends[0]) }
        #expect(TerminalHandle(borrowing: ends[0]).read() == [])
        close(ends[1])
        #expect(TerminalHandle(borrowing: ends[0]).read() == nil)
    }

    @Test func aLineThatIsTooLongIsPassedOver() throws {
        let long = String(repeating: "x", count: LineLoop<Int>.longest + 100_000)
        #expect(try heard("a\n\(long)\nb\n", isFile: true) == ["line a", "too long", "line b", "end"])
        #expect(try heard(long, isFile: true) == ["too long", "end"])
    }
}
