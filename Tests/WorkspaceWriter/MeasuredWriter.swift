// What a write costs beside the bare system calls, for Benchmarks/review.
import ChangeReview
import Glibc
import Storage
import Workspace

/// Writes so many files again and again, in four ways that take turns: one after the other with a sync for each, all
/// and then all syncs, each into a new file that takes the old one's name, and as a journaled transaction. Prints a line
/// for each round: milliseconds of the four, bytes that the journal grew by, and bytes that were changed.
func measureWrites(root: String, state: String, files count: Int, bytes size: Int, rounds: Int) async throws {
    let folders = Folders(state: state, config: "\(state)/config", cache: "\(state)/cache")
    let project = try ProjectFolder(root, folders: folders)
    var random = Noise()
    var now = (0..<count).map { random.text(number: $0, bytes: size) }
    var paths: [RelativePath] = []
    for number in 0..<count {
        guard let path = RelativePath("folder\(number % 10)/file\(number).txt") else { return }
        paths.append(path)
    }
    _ = try await project.apply(
        ChangePlan(steps: (0..<count).map { FileStep(path: paths[$0], before: nil, after: FileState(bytes: now[$0])) }))
    let folder = try Descriptor(folder: root)
    let system = SystemFiles()
    for name in ["raw", "batch", "renamed"] { try system.makeFolder(name, in: folder, mode: 0o755) }
    for _ in 0..<rounds {
        var next = now
        for index in next.indices { random.change(&next[index]) }
        let raw = try timed {
            let place = try system.open("raw", in: folder, .folder)
            for (index, bytes) in next.enumerated() {
                let file = try system.open("\(index)", in: place, .update)
                try system.truncate(file, to: 0)
                try system.write(bytes, to: file)
                try system.sync(file)
            }
            try system.sync(place)
        }
        let batch = try timed {
            let place = try system.open("batch", in: folder, .folder)
            for (index, bytes) in next.enumerated() {
                let file = try system.open("\(index)", in: place, .update)
                try system.truncate(file, to: 0)
                try system.write(bytes, to: file)
            }
            for index in next.indices { try system.sync(try system.open("\(index)", in: place, .read)) }
            try system.sync(place)
        }
        let renamed = try timed {
            let place = try system.open("renamed", in: folder, .folder)
            for (index, bytes) in next.enumerated() {
                let file = try system.open("new", in: place, .update)
                try system.write(bytes, to: file)
                try system.sync(file)
                try system.rename("new", in: place, to: "\(index)", in: place)
            }
            try system.sync(place)
        }
        let plan = ChangePlan(
            steps: next.indices.map { index in
                FileStep(
                    path: paths[index], before: FileState(bytes: now[index]), after: FileState(bytes: next[index]))
            })
        let start = ContinuousClock.now
        let entry = try await project.apply(plan).entry
        let ours = start.duration(to: .now) / .milliseconds(1)
        print(raw, batch, renamed, ours, project.journalBytes(of: entry), next.reduce(0) { $0 + $1.count })
        now = next
    }
}

private func timed(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return start.duration(to: .now) / .milliseconds(1)
}

/// Text that compresses about as program text does, the same in every run.
private struct Noise {
    private var state: UInt64 = 1

    mutating func next(below bound: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) % bound
    }

    mutating func line() -> [UInt8] {
        Array("    let value\(next(below: 500)) = table[\(next(below: 90))].width(of: item\(next(below: 40)))\n".utf8)
    }

    mutating func text(number: Int, bytes: Int) -> [UInt8] {
        var text = Array("// file \(number)\n".utf8)
        while text.count < bytes { text += line() }
        return text
    }

    /// Another line somewhere in the middle.
    mutating func change(_ text: inout [UInt8]) {
        let middle = Int(next(below: UInt64(text.count)))
        let place = text[middle...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.count
        text.insert(contentsOf: line(), at: place)
    }
}
