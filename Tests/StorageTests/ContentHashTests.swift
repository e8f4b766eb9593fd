// Names and small forms of contents, against the programs that everybody has.
import Storage
import TestSupport
import Testing

@Suite struct ContentHashTests {
    @Test func namesAreThoseOfSha256sum() throws {
        var random = SeededGenerator.fresh()
        let folder = try TemporaryFolder()
        var names: [String] = []
        var hashes: [String] = []
        for count in [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 70_000] {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            try writeFile("\(folder.path)/\(count)", bytes)
            names.append("\(count)")
            hashes.append("\(ContentHash(of: bytes))")
        }
        let told = try run(["sha256sum"] + names, in: folder.path).text.split(separator: "\n")
        #expect(told.map { String($0.prefix(64)) } == hashes, "seed \(random.seed)")
    }

    @Test func smallFormsGiveTheSameBytes() throws {
        var random = SeededGenerator.fresh()
        for round in 0..<fuzzRounds(default: 200) {
            let letters = UInt8.random(in: 0...255, using: &random)
            let bytes = (0..<Int.random(in: 0...3000, using: &random)).map { _ in
                UInt8.random(in: 0...letters, using: &random)
            }
            guard let small = deflated(bytes) else { continue }
            #expect(small.count < bytes.count)
            #expect(inflated(small, count: bytes.count) == bytes, "seed \(random.seed) round \(round)")
            #expect(inflated(small, count: bytes.count + 1) == nil)
            if bytes.count > 17 { #expect(inflated(small, count: bytes.count - 1) == nil) }
            var torn = small
            let place = Int.random(in: torn.indices, using: &random)
            torn[place] ^= UInt8.random(in: 1...255, using: &random)
            // Another byte is found by zlib's own check, or is one that it does not look at.
            if let read = inflated(torn, count: bytes.count) {
                #expect(read == bytes, "seed \(random.seed) round \(round)")
            }
            #expect(inflated(Array(small.dropLast()), count: bytes.count) == nil)
        }
        #expect(deflated([]) == nil)
        #expect(inflated([], count: 0) == nil)
    }
}
