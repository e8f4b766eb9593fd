// The arguments of a call, read leniently: models write numbers as text, and text as objects (contract §2.3).
import JSON
import TaskMachine

struct ToolArguments {
    private(set) var object: JSONObject

    init(_ object: JSONObject) { self.object = object }

    /// Text that has to be there.
    func text(_ key: String) throws(ToolFailure) -> String {
        guard let text = optionalText(key) else { throw ToolFailure("missing argument: \(key)") }
        return text
    }

    /// Text; a number as its digits, an object or a list as JSON.
    func optionalText(_ key: String) -> String? { ToolAction.text(of: object[key]) }

    /// Text that has to be there, under this key or under one that models use instead.
    func text(_ key: String, or others: [String]) throws(ToolFailure) -> String {
        for other in [key] + others {
            if let text = optionalText(other) { return text }
        }
        throw ToolFailure("missing argument: \(key)")
    }

    func path(_ key: String = "path") throws(ToolFailure) -> String {
        try text(key, or: key == "path" ? ToolAction.pathKeys : [])
    }

    subscript(key: String) -> JSONValue? { object[key] }

    mutating func set(_ key: String, _ value: JSONValue) { object[key] = value }

    func number(_ key: String) throws(ToolFailure) -> Int? {
        switch object[key] {
        case nil, .null?: return nil
        case .string(let text)?:
            if text.isEmpty { return nil }
            guard let number = Int(text) else { throw ToolFailure("\(key) is not a number: \(printed(text))") }
            return number
        case let value?:
            if let number = value.asInt { return number }
            if let number = value.asDouble, let whole = Int(exactly: number) { return whole }
            throw ToolFailure("\(key) is not a number: \(printed(value.text))")
        }
    }

    func flag(_ key: String) throws(ToolFailure) -> Bool? {
        switch object[key] {
        case nil, .null?: return nil
        case .bool(let flag)?: return flag
        case .string("true")?: return true
        case .string("false")?: return false
        case let value?: throw ToolFailure("\(key) is not true or false: \(printed(value.text))")
        }
    }
}
