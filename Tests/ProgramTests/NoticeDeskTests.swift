// How the user is told by a program: run as it is, named by a path or found in PATH, and the bell where there is none.

import App
import Synchronization
import TestSupport
import Testing

@testable import oropendola

@Suite struct NoticeDeskTests {
    private let folder: TemporaryFolder
    private let troubles = Troubles()

    private final class Troubles: Sendable {
        let all = Mutex<[Trouble]>([])
    }

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("tell", Array("#!/bin/sh\nprintf '%s|' \"$@\" >>\"$0.told\"\n".utf8))
        _ = try run(["chmod", "+x", "\(folder.path)/tell"], in: "/")
    }

    private func desk(_ path: String) -> NoticeDesk {
        NoticeDesk(environment: ["PATH": path]) { [troubles] trouble in troubles.all.withLock { $0.append(trouble) } }
    }

    @Test(arguments: [true, false])
    func aProgramIsGivenTheWords(byPath: Bool) async throws {
        let word = byPath ? "\(folder.path)/tell" : "tell"
        let notice = Notice("done; $(rm -rf x)\u{1B}", by: .command([word, "--now"]))
        let desk = desk(byPath ? "/usr/bin" : "\(folder.path):/usr/bin")
        #expect(desk.sequence(for: notice) == nil)
        await desk.drained()
        #expect(try folder.text("tell.told") == "--now|\(notice.text)|")
        #expect(troubles.all.withLock { $0 } == [])
    }

    @Test func theBellRingsWhereThereIsNone() {
        let desk = desk("/usr/bin")
        for _ in 0..<2 {
            #expect(desk.sequence(for: Notice("done", by: .command(["\(folder.path)/none"]))) == "\u{7}")
        }
        #expect(troubles.all.withLock { $0 } == [.noticeFailed(program: "\(folder.path)/none")])
    }

    @Test func oneThatFailsIsTold() async throws {
        try folder.write("fail", Array("#!/bin/sh\nexit 1\n".utf8))
        _ = try run(["chmod", "+x", "\(folder.path)/fail"], in: "/")
        let desk = desk(folder.path + ":/usr/bin")
        #expect(desk.sequence(for: Notice("done", by: .command(["fail"]))) == nil)
        await desk.drained()
        #expect(troubles.all.withLock { $0 } == [.noticeFailed(program: "fail")])
    }
}
