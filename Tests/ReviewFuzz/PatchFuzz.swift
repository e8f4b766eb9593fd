// Spoilt patches for the reader, and what comes of it for texts that they nearly fit.
import ChangeReview
import TestSupport

struct PatchFuzz {
    /// Where the last input led.
    private(set) var places: [ReviewFuzzPlace] = []
    private let spoilt = SpoiltText(tokens: PatchSamples.tokens)
    private let samples = PatchSamples.patches.map { Array($0.utf8) }
    private let text = Array(PatchSamples.text.utf8)

    mutating func step(using generator: inout SeededGenerator) throws {
        places = []
        var sample = samples.randomElement(using: &generator) ?? []
        if Int.random(in: 0..<4, using: &generator) == 0 { sample += samples.randomElement(using: &generator) ?? [] }
        let input = spoilt.input(from: sample, using: &generator)
        let parts = Int.random(in: 0..<8, using: &generator)
        let patch: Patch
        do {
            patch = try PatchReader.read(input, prefixParts: parts < 3 ? parts : nil)
        } catch {
            throw ReviewFuzzFailure("a small patch was refused: \(error)")
        }
        try check(patch, input)
        var present = text
        if Bool.random(using: &generator) { spoilt.spoil(&present, using: &generator) }
        for file in patch.files.prefix(8) { try lay(file, into: present, using: &generator) }
    }

    private mutating func check(_ patch: Patch, _ input: [UInt8]) throws {
        let lineCount = ByteLines(input).count
        var hunkLines = 0
        for file in patch.files {
            guard (1...lineCount).contains(file.line) else { throw ReviewFuzzFailure("a file at line \(file.line)") }
            hunkLines += file.hunks.reduce(0) { $0 + $1.lines.count }
            for hunk in file.hunks {
                guard hunk.reversed.oldLines == hunk.newLines, hunk.reversed.newLines == hunk.oldLines else {
                    throw ReviewFuzzFailure("a hunk is not the reverse of its reverse")
                }
            }
            if file.parents > 1 { places.append(.readCombined) }
            if !file.hunks.isEmpty { places.append(.readHunks) }
            if case .binary = file.content { places.append(.readBinary) }
        }
        guard hunkLines <= lineCount else { throw ReviewFuzzFailure("\(hunkLines) lines out of \(lineCount)") }
        for problem in patch.problems {
            guard (1...lineCount).contains(problem.line) else {
                throw ReviewFuzzFailure("a problem at \(problem.line)")
            }
            if case .countsDiffer = problem.reason { places.append(.mendedCounts) }
        }
        if !patch.messages.isEmpty { places.append(.readMail) }
    }

    private mutating func lay(_ file: FilePatch, into present: [UInt8], using generator: inout SeededGenerator) throws {
        let options = PatchFit.Options(
            fuzz: Int.random(in: 0...2, using: &generator), takesHunksWithoutContext: Bool.random(using: &generator))
        // Stands for zlib: bytes of the wanted number, or of another, or none.
        let inflate: FilePatch.Inflate = { bytes, size in
            size > 100_000 || bytes.isEmpty ? nil : Array((bytes + [UInt8](repeating: 1, count: size)).prefix(size))
        }
        switch file.direction(old: present, new: present, options: options, inflate: inflate) {
        case .fitsForward: places.append(.fitted)
        case .fitsReverse: places.append(.fittedReverse)
        case .both, .neither: break
        }
        let fit = PatchFit(file.hunks, in: present, options: options)
        guard fit.placements.count == file.hunks.count else { throw ReviewFuzzFailure("a hunk has no placement") }
        for refusal in fit.refusals where refusal.refusal.nearest != nil { places.append(.nearlyFitted) }
        guard let bytes = fit.bytes else { return }
        let growth = file.hunks.reduce(0) { sum, hunk in
            sum + hunk.newLines.reduce(0) { $0 + $1.count } - hunk.oldLines.reduce(0) { $0 + $1.count }
        }
        guard bytes.count == present.count + growth else {
            throw ReviewFuzzFailure("\(present.count) bytes and \(growth) are \(bytes.count)")
        }
    }
}
