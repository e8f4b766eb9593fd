// Why a command line cannot be carried out, in one sentence for the person who typed it.

/// A value on the command line, or in a file that it names, is not what it should be. The text repeats no value that may
/// be secret.
public struct UsageProblem: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
