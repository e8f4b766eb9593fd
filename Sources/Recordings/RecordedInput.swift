// What the user did, as a recording has it: keys by the names that settings use.

internal import App
internal import JSON
internal import Screen

extension InputEvent: Recorded {
    var inRecording: JSONValue {
        switch self {
        case .key(let key): key.inRecording
        case .pasted(let text): line(("pasted", .string(text)))
        case .pasteCut(let bytes): line(("pasteCut", JSONValue(bytes)))
        case .mouse(let mouse):
            line(
                ("mouse", .string(mouse.action.name)), ("column", JSONValue(mouse.at.column)),
                ("row", JSONValue(mouse.at.row)))
        case .resized(let size): line(("size", [JSONValue(size.columns), JSONValue(size.rows)]))
        case .focused(let isFocused): line(("focused", .bool(isFocused)))
        }
    }

    init?(recorded value: JSONValue) {
        if let text = value["pasted"]?.asString {
            self = .pasted(text)
        } else if let bytes = value["pasteCut"]?.asInt {
            self = .pasteCut(lostBytes: bytes)
        } else if let action = value["mouse"]?.asString.flatMap(Mouse.Action.init(name:)) {
            let place = Point(column: value["column"]?.asInt ?? 0, row: value["row"]?.asInt ?? 0)
            self = .mouse(Mouse(action, at: place))
        } else if let columns = value["size"]?[0]?.asInt, let rows = value["size"]?[1]?.asInt {
            guard (0...10_000).contains(columns), (0...10_000).contains(rows) else { return nil }
            self = .resized(Size(columns: columns, rows: rows))
        } else if let isFocused = value["focused"]?.asBool {
            self = .focused(isFocused)
        } else {
            guard let key = Key(recorded: value) else { return nil }
            self = .key(key)
        }
    }
}

extension Mouse.Action {
    private static let names: [(Mouse.Action, String)] = [
        (.wheelUp, "wheelUp"), (.wheelDown, "wheelDown"), (.pressed, "pressed"), (.released, "released"),
        (.dragged, "dragged"),
    ]

    fileprivate var name: String { Self.names.first { $0.0 == self }?.1 ?? "" }

    fileprivate init?(name: String) {
        guard let action = Self.names.first(where: { $0.1 == name })?.0 else { return nil }
        self = action
    }
}

extension Key: Recorded {
    private static let codes: [(Key.Code, String)] = [
        (.enter, "enter"), (.tab, "tab"), (.backspace, "backspace"), (.delete, "delete"), (.escape, "escape"),
        (.insert, "insert"), (.up, "up"), (.down, "down"), (.left, "left"), (.right, "right"), (.home, "home"),
        (.end, "end"), (.pageUp, "pageUp"), (.pageDown, "pageDown"),
    ]

    var inRecording: JSONValue {
        let held = modifiers.isEmpty ? JSONValue?.none : JSONValue(Int(modifiers.rawValue))
        switch code {
        case .character(let character): return line(("typed", .string(String(character))), ("held", held))
        case .function(let number): return line(("function", JSONValue(number)), ("held", held))
        default:
            let name = Self.codes.first { $0.0 == code }?.1 ?? ""
            return line(("key", .string(name)), ("held", held))
        }
    }

    init?(recorded value: JSONValue) {
        guard let held = UInt8(exactly: value["held"]?.asInt ?? 0) else { return nil }
        let modifiers = Modifiers(rawValue: held)
        if let text = value["typed"]?.asString, text.count == 1, let character = text.first {
            self.init(.character(character), modifiers)
        } else if let number = value["function"]?.asInt {
            self.init(.function(number), modifiers)
        } else {
            guard let name = value["key"]?.asString, let code = Self.codes.first(where: { $0.1 == name })?.0 else {
                return nil
            }
            self.init(code, modifiers)
        }
    }
}
