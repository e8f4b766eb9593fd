// What was accepted and written and is in no commit yet, so that a commit can hold exactly that.

internal import ChangeReview

struct CommitLedger: Equatable, Sendable {
    private struct Write: Equatable, Sendable {
        /// Of this ledger, never given twice.
        var number: Int
        /// In the journal; nil: all of it was in place, and nothing had to be written.
        var entry: Int?
        var steps: [FileStep]

        var bytes: Int {
            steps.reduce(0) { $0 + ($1.before?.bytes.count ?? 0) + ($1.after?.bytes.count ?? 0) }
        }
    }

    private var writes: [Write] = []
    private var latest = 0
    private var bytes = 0
    /// The oldest writes were let go, since they were too large together; said with the next commit.
    private(set) var isCut = false

    /// Bytes of both sides that are kept.
    static let mostBytes = 64 << 20

    var steps: [FileStep] { writes.flatMap(\.steps) }
    var paths: Set<RelativePath> { Set(writes.flatMap { $0.steps.map(\.path) }) }
    var isEmpty: Bool { writes.isEmpty }
    /// The writes there are, for `committed`.
    var numbers: Set<Int> { Set(writes.map(\.number)) }

    mutating func wrote(_ steps: [FileStep], entry: Int?) {
        guard !steps.isEmpty else { return }
        latest += 1
        let write = Write(number: latest, entry: entry, steps: steps)
        writes.append(write)
        bytes += write.bytes
        while bytes > Self.mostBytes, writes.count > 1 {
            bytes -= writes.removeFirst().bytes
            isCut = true
        }
    }

    /// A write was taken back, but for the files that were left alone.
    mutating func undid(_ entry: Int, skipped: [RelativePath]) {
        let skipped = Set(skipped)
        change { $0.entry == entry && !skipped.contains($1) }
    }

    /// What was in place is under review again.
    mutating func undidInPlace(_ paths: [RelativePath]) {
        guard let last = writes.lastIndex(where: { $0.entry == nil && $0.steps.contains { paths.contains($0.path) } })
        else { return }
        writes.remove(at: last)
        recount()
    }

    /// HEAD has them. Others may have come and gone since git was asked.
    mutating func committed(_ numbers: Set<Int>) {
        writes.removeAll { numbers.contains($0.number) }
        isCut = false
        recount()
    }

    private mutating func change(_ isGone: (Write, RelativePath) -> Bool) {
        for index in writes.indices {
            let write = writes[index]
            writes[index].steps.removeAll { isGone(write, $0.path) }
        }
        writes.removeAll { $0.steps.isEmpty }
        recount()
    }

    private mutating func recount() { bytes = writes.reduce(0) { $0 + $1.bytes } }
}
