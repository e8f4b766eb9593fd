// A real writer, killed a thousand times at any instruction of writing, undoing, doing again and trimming: the project
// is wholly before or wholly after, each time.
import ChangeReview
import FileDoubles
import Glibc
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Workspace

@Suite struct ThousandKillsTests {
    /// Two projects, five hundred kills each, side by side, on threads of their own.
    @Test func theFolderIsWhole() async throws {
        let seed = SeededGenerator.fresh().seed
        let kills = fuzzRounds(default: 500)
        let lanes = (0..<2).map { try? Lane(seed: seed &+ $0, kills: kills) }
        let (ends, end) = AsyncStream<LaneReport>.makeStream()
        for lane in lanes {
            onThread {
                var report = LaneReport()
                do {
                    guard let lane else { throw WaitedInVain(what: "a project") }
                    try lane.play(&report)
                } catch {
                    report.failure = "\(error)"
                }
                end.yield(report)
            }
        }
        var inside = 0
        var stages: Set<String> = []
        for await report in ends.prefix(2) {
            #expect(report.failure == nil, "seed \(seed)")
            #expect(report.kills >= kills, "seed \(seed)")
            inside += report.inside
            stages.formUnion(report.stages)
        }
        // Counted from the journal: the kill left an intent behind.
        #expect(inside >= kills * 2 * 3 / 10, "seed \(seed): \(inside) inside of a write")
        #expect(stages.isSuperset(of: ["intent", "done"]), "\(stages)")
    }
}

private struct LaneReport: Sendable {
    var kills = 0
    var inside = 0
    var stages: Set<String> = []
    var failure: String?
}

/// One project, which every kill finds as the one before has left it.
private struct Lane: Sendable {
    let project: Project
    let seed: UInt64
    let kills: Int
    let writer: String

    init(seed: UInt64, kills: Int) throws {
        self.seed = seed
        self.kills = kills
        project = try Project(filesOfVersion(0).mapValues { String(decoding: $0, as: UTF8.self) })
        writer = try builtProduct("WorkspaceWriter")
        _ = try project.open()
    }

    func play(_ report: inout LaneReport) throws {
        var random = SeededGenerator(seed: seed)
        // On a disk that syncs at once a write spends less of its time inside: then there are more kills, not fewer inside.
        while report.kills < kills || (report.inside < kills * 3 / 10 && report.kills < kills * 3) {
            let microseconds = Int.random(in: 0..<30_000, using: &random)
            let status = try ChildProcess(
                [writer, "loop", project.root, project.stateHome, "\(microseconds)"],
                redirects: [
                    (0, "/dev/null", O_RDONLY), (1, "\(project.folder.path)/said", O_WRONLY | O_CREAT | O_TRUNC),
                    (2, "/dev/null", O_WRONLY),
                ]
            ).wait()
            guard status == 128 + SIGKILL else {
                throw Broken(what: "ended with \(status): \(try project.folder.text("said"))")
            }
            report.kills += 1
            let folder = try project.open()
            let stage = try folder.journal.names().last?.stage
            if let stage { report.stages.insert(stage.rawValue) }
            if stage == .intent { report.inside += 1 }
            let found = folder.recover()
            guard found.failure == nil, !found.isBusy, found.leftAlone.isEmpty, found.unreadable.isEmpty else {
                throw Broken(what: "kill \(report.kills): \(found)")
            }
            let tree = try project.tree()
            guard let now = tree["a.txt"].flatMap({ version(of: $0.bytes) }) else {
                throw Broken(what: "kill \(report.kills): no a.txt")
            }
            let files = tree.filter { $0.key.utf8.last != UInt8(ascii: "/") }.mapValues(\.bytes)
            guard files == filesOfVersion(now) else {
                throw Broken(what: "kill \(report.kills), version \(now): \(tree.keys.sorted())")
            }
            // Whatever is listed has all its contents, also when the kill fell into the trimming.
            for name in try folder.journal.names() where try folder.journal.read(name) == nil {
                throw Broken(what: "kill \(report.kills): \(name.text) is not whole")
            }
            // What the journal calls the latest is what is on disk.
            for step in try folder.latestWrite()?.plan.steps ?? [] where step.after?.bytes != files[step.path.text] {
                throw Broken(what: "kill \(report.kills): \(step.path.text) is not what was written")
            }
        }
    }
}

private struct Broken: Error { var what: String }
