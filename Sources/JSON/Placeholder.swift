public enum JSONValue: Equatable, Sendable { case null }
public struct JSONObject: Equatable, Sendable {}
