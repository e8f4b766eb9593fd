// How a project's standing answers are kept: `{"allow": "git status", "place": "copy"}`, `{"deny": "rm"}`,
// `{"place": "disk"}`.
public import JSON

extension ApprovalRule {
    /// As it is kept; the scope is that of the file.
    public var json: JSONValue {
        switch answer {
        case .allow(let prefix, let place): ["allow": .string(prefix.text), "place": .string(place.rawValue)]
        case .deny(let prefix): ["deny": .string(prefix.text)]
        case .place(let place): ["place": .string(place.rawValue)]
        }
    }

    /// nil for what this program does not know. A rule that would allow is never guessed at: what is off in it makes it
    /// nil, and then it is asked.
    public init?(_ json: JSONValue, scope: Scope) {
        let place = json["place"]?.asString.flatMap(CommandPlace.init(rawValue:))
        if let text = json["allow"]?.asString {
            guard let prefix = CommandPrefix(text), let place else { return nil }
            self.init(.allow(prefix, place), scope)
        } else if let text = json["deny"]?.asString {
            guard let prefix = CommandPrefix(text) else { return nil }
            self.init(.deny(prefix), scope)
        } else if let place {
            self.init(.place(place), scope)
        } else {
            return nil
        }
    }
}
