// The form of a conversation's records, version 1: one object per line, told apart by its first key.
//
//     {"e":4,"user":"rename parse"}           an entry; "r" is its revision where it is not 0
//     {"gone":4}                              an entry that is shown no more
//     {"m":0,"as":"user","t":"rename parse"}  a message of the history, by its number
//     {"note":{"title":"rename parse","mode":"agent"}}
//     {"back":[4,0]}                          rewound to before an entry and a message
//
// Keys are short, because a line is written with each step. A key or a word that is new is a line that older programs
// skip: nothing here changes its meaning, ever, and what is left out has the value that it had in version 1.
public import JSON

extension ConversationRecord {
    /// The version of the form, which stands in the first line of a file.
    public static let version = 1

    /// One line of a conversation's file.
    public var json: JSONValue {
        switch self {
        case .entry(let entry): entry.json
        case .removed(let entry): ["gone": JSONValue(entry)]
        case .message(let message, let number): message.json(number: number)
        case .note(let note): ["note": note.json]
        case .rewound(let entry, let message): ["back": [JSONValue(entry), JSONValue(message)]]
        }
    }

    /// nil for a line that this program does not know: of a newer one, or of none.
    public init?(_ json: JSONValue) {
        if json["e"] != nil {
            guard let entry = Entry(json) else { return nil }
            self = .entry(entry)
        } else if let number = json["m"]?.asInt {
            guard let message = ChatMessage(json) else { return nil }
            self = .message(message, number: number)
        } else if let note = json["note"].flatMap({ ConversationNote($0) }) {
            self = .note(note)
        } else if let entry = json["gone"]?.asInt {
            self = .removed(entry: entry)
        } else if let entry = json["back"]?[0]?.asInt, let message = json["back"]?[1]?.asInt {
            self = .rewound(entry: entry, message: message)
        } else {
            return nil
        }
    }
}

extension ChatMessage {
    fileprivate func json(number: Int) -> JSONValue {
        let pictures = images.map { image in kept(("n", .string(image.name)), ("url", .string(image.dataURL))) }
        return kept(
            ("m", JSONValue(number)), ("as", .string(role.rawValue)), ("t", .string(content)),
            ("images", pictures.isEmpty ? nil : .array(pictures)))
    }

    fileprivate init?(_ json: JSONValue) {
        guard let role = json["as"]?.asString.flatMap(Role.init(rawValue:)), let text = json["t"]?.asString else {
            return nil
        }
        let pictures = (json["images"]?.asArray ?? []).compactMap { image -> ImageAttachment? in
            guard let url = image["url"]?.asString else { return nil }
            return ImageAttachment(name: image["n"]?.asString ?? "", dataURL: url)
        }
        self.init(role: role, content: text, images: pictures)
    }
}

extension ConversationNote {
    fileprivate var json: JSONValue {
        kept(
            ("title", title.isEmpty ? nil : .string(title)), ("id", conversationID.map { .string($0) }),
            ("mode", .string(mode.rawValue)), ("queue", queue.isEmpty ? nil : .array(queue.map { .string($0) })),
            ("in", usage.inputTokens.map { JSONValue($0) }), ("out", usage.outputTokens.map { JSONValue($0) }),
            ("cost", usage.cost.map { .double($0) }), ("todos", todos.isEmpty ? nil : .array(todos.map(\.kept))),
            ("open", isTurnOpen ? true : nil))
    }

    fileprivate init?(_ json: JSONValue) {
        guard json.asObject != nil else { return nil }
        self.init()
        title = json["title"]?.asString ?? ""
        conversationID = json["id"]?.asString
        // A mode that only a newer program knows: the one that asks before it acts.
        mode = json["mode"]?.asString.map { ChatMode(rawValue: $0) ?? .agent } ?? .agent
        queue = (json["queue"]?.asArray ?? []).compactMap(\.asString)
        usage = Usage(
            inputTokens: json["in"]?.asInt, outputTokens: json["out"]?.asInt, cost: json["cost"]?.asDouble)
        todos = (json["todos"]?.asArray ?? []).compactMap(Todo.init(kept:))
        isTurnOpen = json["open"]?.asBool ?? false
    }
}

/// An object of those members that there are: neither nil nor null.
///
/// Note: `isEmpty ? nil : …` is JSON's null here, which is a literal too.
func kept(_ members: (String, JSONValue?)...) -> JSONValue {
    .object(JSONObject(members.compactMap { name, value in value.flatMap { $0.isNull ? nil : (name, $0) } }))
}
