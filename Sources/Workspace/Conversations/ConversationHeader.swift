// The first line of a conversation's file: what it is, which version of the form, and whose it is.
import JSON
import TaskMachine

/// `{"oropendola":"conversation","v":1,"id":"20261125-181902-3f9a2c","created":1795630742,"project":"/home/x/shop"}`
public struct ConversationHeader: Equatable, Sendable {
    public var version = ConversationRecord.version
    public var id: String
    /// Seconds since 1970.
    public var created: Int
    /// The real path of the project's root.
    public var project: String

    public init(id: String, created: Int, project: String) {
        self.id = id
        self.created = created
        self.project = project
    }

    /// A newer program wrote the file: it is read as far as it is understood, and not written.
    public var isOfNewerProgram: Bool { version > ConversationRecord.version }

    var json: JSONValue {
        [
            "oropendola": "conversation", "v": JSONValue(version), "id": .string(id), "created": JSONValue(created),
            "project": .string(project),
        ]
    }

    /// nil when the line is no header of ours.
    init?(_ json: JSONValue?) {
        guard json?["oropendola"]?.asString == "conversation", let version = json?["v"]?.asInt, version > 0,
            let id = json?["id"]?.asString
        else { return nil }
        self.init(id: id, created: json?["created"]?.asInt ?? 0, project: json?["project"]?.asString ?? "")
        self.version = version
    }
}
