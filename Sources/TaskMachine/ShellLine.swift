// A command line for others who ask what it runs: one reader for all, so that they agree on what is quoted.

/// The programs of a command line.
public struct ShellLine: Equatable, Sendable {
    /// The words of each, without their quotes, in the order in which they end; those of substitutions among them.
    public let programs: [[String]]
    /// Something is put into the background with `&`.
    public let goesOnBehind: Bool

    public init(_ text: String) {
        let bytes = Array(text.utf8)
        let script = ShellReader.script(in: bytes, 0..<bytes.count)
        programs = script.commands.map { $0.words.map(\.text) }.filter { !$0.isEmpty }
        goesOnBehind = script.goesOnBehind
    }
}
