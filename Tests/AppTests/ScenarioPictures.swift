// Scenario files with pictures: played in their sizes, and compared with the rows that they hold.

import Screen
import TestSupport
import Testing

/// Whatever a scenario's lines are played on.
protocol PicturedPlayer {
    mutating func play(_ step: Scenario.Step)
    mutating func draw() -> Frame
}

extension PicturedPlayer {
    /// The picture: rows between bars, roles below, the cursor last.
    mutating func picture() -> [String] {
        let frame = draw()
        #expect(frame == draw(), "drawn twice, two pictures")
        let cursor = frame.cursor.map { "@ cursor \($0.column),\($0.row)" } ?? "@ no cursor"
        return frame.cells.textRows.map { "|\($0)|" } + frame.cells.roleRows.map { ":\($0):" } + [cursor]
    }
}

extension ScenarioPlayer: PicturedPlayer {}
extension ReviewPlayer: PicturedPlayer {}
extension ReviewProgramPlayer: PicturedPlayer {}

/// The names of a folder's scenarios.
func scenarioNames(in folder: String) -> [String] {
    guard let listing = try? run(["ls", folder], in: "/") else { return [] }
    return listing.text.split(separator: "\n").map(String.init).filter { $0.hasSuffix(".screen") }
}

/// Plays one and records what looks otherwise; with `UPDATE_PICTURES=1` the pictures are taken anew.
func comparePictures(
    _ name: String, in folder: String, location: SourceLocation = #_sourceLocation,
    on start: (Size) throws -> some PicturedPlayer
) throws {
    let scenario = try Scenario(path: "\(folder)/\(name)")
    var taken: [String: [String]] = [:]
    for size in scenario.sizes {
        var player = try start(size)
        for step in scenario.steps {
            guard step.words[0] == "picture" else {
                player.play(step)
                continue
            }
            taken[Scenario.key(step.words[1], size)] = player.picture()
        }
    }
    if environment("UPDATE_PICTURES") == "1" {
        try writeFile(scenario.path, Array(scenario.text(with: taken).utf8))
        return
    }
    for (key, rows) in taken.sorted(by: { $0.key < $1.key }) {
        let expected = scenario.pictures[key] ?? []
        guard rows != expected else { continue }
        let place = zip(rows, expected).enumerated().first { $0.element.0 != $0.element.1 }
        Issue.record(
            """
            \(name), picture \(key), row \(place?.offset ?? min(rows.count, expected.count)):
            expected \(place?.element.1 ?? "nothing")
            is       \(place?.element.0 ?? "nothing")
            \(rows.filter { $0.hasPrefix("|") }.joined(separator: "\n"))
            """, sourceLocation: location)
    }
}
