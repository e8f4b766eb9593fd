// placeholder
public struct CommandRisk: Equatable, Sendable {
    public enum Level: Int, Comparable, Sendable {
        case plain, careful, dangerous
        public static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }
    public var level: Level { .plain }
    public init(of command: String) {}
    func runs(_ prefix: CommandPrefix) -> Bool { false }
}
