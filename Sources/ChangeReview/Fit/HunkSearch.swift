// The search behind `HunkFit`: a walk over the hunks that takes back a choice when a later hunk finds no place.

struct HunkSearch {
    private let hunks: [PatchHunk]
    private let text: [Int32]
    /// Each line of every hunk, by number.
    private let names: [[Int32]]
    private let old: [[Int32]]
    private let new: [[Int32]]
    /// In which hunks are looked for.
    private var forms: [HunkFit.Standing] = [.lacking, .held]
    /// Lines that may still be compared, hunks that may still be placed, readings that may still be tried.
    private var comparisons = 0
    private var placings = 0
    private var readings = 0
    private let textBytes: Int

    struct Reading {
        var places: [HunkFit.Place]
        /// Lines between where hunks are and where they should be.
        var displacement: Int
        var isProven: Bool
    }

    private struct Choice {
        var place: HunkFit.Place
        var distance: Int
    }

    /// Where the walk is at one hunk.
    private struct Step {
        var choices: [Choice]
        var next = 0
        /// Lines that the text has more than the old one before this hunk.
        var shift: Int
        var displacement: Int
    }

    init(_ hunks: [PatchHunk], _ text: ByteLines) {
        self.hunks = hunks
        var parts: [UInt8] = []
        var starts = [0]
        for line in hunks.lazy.flatMap(\.lines) {
            parts += line.bytes
            starts.append(parts.count)
        }
        let patched = ByteLines(parts, starts: starts)
        let all = LineNames(text, 0..<text.count, patched, 0..<patched.count)
        self.text = all.old
        var names: [[Int32]] = []
        var next = 0
        for hunk in hunks {
            names.append(Array(all.new[next..<next + hunk.lines.count]))
            next += hunk.lines.count
        }
        self.names = names
        old = zip(names, hunks).map { zip($0, $1.lines).compactMap { $1.kind == .added ? nil : $0 } }
        new = zip(names, hunks).map { zip($0, $1.lines).compactMap { $1.kind == .removed ? nil : $0 } }
        textBytes = text.bytes.count
        refill()
    }

    /// Each question may cost as much as the one before: what that has used up would read as "not there".
    private mutating func refill() {
        comparisons = 8_000_000
        placings = 20_000 + 4 * hunks.count
        readings = min(64, max(1, (64 << 20) / max(1, textBytes)))
    }

    /// All hunks in one form, at their places.
    mutating func wholly(_ standing: HunkFit.Standing) -> [HunkFit.Place]? {
        var places: [HunkFit.Place] = []
        var shift = 0
        for index in hunks.indices {
            let count = lines(index, standing).count
            let start = hunks[index].oldStart + shift
            guard start >= places.last?.lines.upperBound ?? 0, fits(index, standing, at: start) else { return nil }
            places.append(HunkFit.Place(standing: standing, lines: start..<start + count))
            shift += count - old[index].count
        }
        return places
    }

    enum Displacement: Equatable {
        /// Lines between where hunks are and where they should be.
        case lines(Int)
        /// One of them is not there in this form.
        case nowhere
        /// There was too much to look at.
        case unknown
    }

    /// How far all hunks are moved in one form.
    mutating func displacement(_ standing: HunkFit.Standing) -> Displacement {
        refill()
        forms = [standing]
        defer { forms = [.lacking, .held] }
        if let found = best(takesParts: false, { _ in false }) { return .lines(found.displacement) }
        return placings > 0 && comparisons > 0 ? .nowhere : .unknown
    }

    /// The reading that is proven, else the first: hunks at their places before others, lacking before held.
    mutating func best(takesParts: Bool, _ proves: ([HunkFit.Place]) -> Bool) -> Reading? {
        var first: Reading?
        var steps = [Step(choices: choices(0, from: 0, shift: 0, takesParts), shift: 0, displacement: 0)]
        while let step = steps.last {
            guard step.next < step.choices.count, placings > 0 else {
                if placings <= 0 { return first }
                steps.removeLast()
                continue
            }
            placings -= 1
            let depth = steps.count - 1
            steps[depth].next += 1
            let choice = step.choices[step.next]
            let displacement = step.displacement + choice.distance
            guard steps.count == hunks.count else {
                let shift = choice.place.lines.upperBound - hunks[depth].oldStart - old[depth].count
                let floor = choice.place.lines.upperBound
                steps.append(
                    Step(
                        choices: choices(depth + 1, from: floor, shift: shift, takesParts), shift: shift,
                        displacement: displacement))
                continue
            }
            let places = steps.map { $0.choices[$0.next - 1].place }
            if takesParts, proves(places) {
                return Reading(places: places, displacement: displacement, isProven: true)
            }
            if first == nil, !places.contains(where: { $0.standing == .inPart }) {
                first = Reading(places: places, displacement: displacement, isProven: false)
                if !takesParts { return first }
            }
            readings -= 1
            if readings <= 0 { return first }
        }
        return first
    }

    // MARK: One hunk

    private func lines(_ index: Int, _ standing: HunkFit.Standing) -> [Int32] {
        standing == .held ? new[index] : old[index]
    }

    private mutating func choices(_ index: Int, from floor: Int, shift: Int, _ takesParts: Bool) -> [Choice] {
        let wanted = hunks[index].oldStart + shift
        var found: [Choice] = []
        for standing in forms where wanted >= floor && fits(index, standing, at: wanted) {
            let place = HunkFit.Place(standing: standing, lines: wanted..<wanted + lines(index, standing).count)
            found.append(Choice(place: place, distance: 0))
        }
        let isExact = !found.isEmpty
        if takesParts, wanted >= floor {
            // Where another copy of the context stands behind it, a part can look like the whole.
            let known = found.map(\.place.lines.upperBound)
            for end in ends(ofPart: index, from: wanted) where !known.contains(end) {
                found.append(Choice(place: HunkFit.Place(standing: .inPart, lines: wanted..<end), distance: 0))
            }
        }
        if isExact { return found }
        var moved: [Choice] = []
        for standing in forms {
            guard let start = nearest(index, standing, wanted, floor) else { continue }
            let place = HunkFit.Place(standing: standing, lines: start..<start + lines(index, standing).count)
            moved.append(Choice(place: place, distance: abs(start - wanted)))
        }
        if moved.count == 2, moved[1].distance < moved[0].distance { moved.swapAt(0, 1) }
        return found + moved
    }

    private mutating func fits(_ index: Int, _ standing: HunkFit.Standing, at start: Int) -> Bool {
        let names = lines(index, standing)
        guard start >= 0, start + names.count <= text.count, mayStand(index, standing, start..<start + names.count)
        else { return false }
        for (offset, name) in names.enumerated() {
            comparisons -= 1
            if text[start + offset] != name { return false }
        }
        return true
    }

    /// Git's rules for the beginning and the end, as in `PatchPlacing`.
    private func mayStand(_ index: Int, _ standing: HunkFit.Standing, _ lines: Range<Int>) -> Bool {
        let hunk = hunks[index]
        if (standing == .held ? hunk.newStart : hunk.oldStart) == 0, lines.lowerBound != 0 { return false }
        return hunk.trailingContext > 0 || lines.upperBound == text.count
    }

    private mutating func nearest(
        _ index: Int, _ standing: HunkFit.Standing, _ wanted: Int, _ floor: Int
    ) -> Int? {
        let last = text.count - lines(index, standing).count
        guard floor <= last else { return nil }
        var distance = 0
        while comparisons > 0, wanted + distance <= last || wanted - distance >= floor {
            if wanted + distance >= floor, fits(index, standing, at: wanted + distance) { return wanted + distance }
            if wanted - distance >= floor, fits(index, standing, at: wanted - distance) { return wanted - distance }
            comparisons -= 1
            distance += 1
        }
        return nil
    }

    /// Where a hunk ends of which some lines are made: all of its context is there, and between nothing but its own
    /// lines, those of each side in their order.
    private mutating func ends(ofPart index: Int, from start: Int) -> [Int] {
        var ends: Set<Int> = [start]
        let lines = hunks[index].lines
        var next = 0
        while next < lines.count, !ends.isEmpty, comparisons > 0 {
            if lines[next].kind == .context {
                ends = Set(ends.compactMap { $0 < text.count && text[$0] == names[index][next] ? $0 + 1 : nil })
                comparisons -= ends.count + 1
                next += 1
                continue
            }
            let end = lines[next...].firstIndex { $0.kind == .context } ?? lines.count
            let removed = (next..<end).filter { lines[$0].kind == .removed }.map { names[index][$0] }
            let added = (next..<end).filter { lines[$0].kind == .added }.map { names[index][$0] }
            ends = passing(removed, added, from: ends)
            next = end
        }
        return ends.filter { mayStand(index, .lacking, start..<$0) }.sorted().suffix(4)
    }

    /// Lines of both kinds, any of them left out.
    private mutating func passing(_ removed: [Int32], _ added: [Int32], from starts: Set<Int>) -> Set<Int> {
        var reached = starts
        // How far each side has come at least, and where in the text: a line is taken as early as it can be.
        var open: Set<[Int]> = Set(starts.map { [0, 0, $0] })
        while !open.isEmpty, comparisons > 0 {
            var further: Set<[Int]> = []
            for state in open where state[2] < text.count {
                comparisons -= 4
                let name = text[state[2]]
                if let match = removed[state[0]...].firstIndex(of: name) {
                    further.insert([match + 1, state[1], state[2] + 1])
                }
                if let match = added[state[1]...].firstIndex(of: name) {
                    further.insert([state[0], match + 1, state[2] + 1])
                }
            }
            reached.formUnion(further.map { $0[2] })
            open = further
        }
        return reached
    }
}
