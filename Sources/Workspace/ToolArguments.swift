// The arguments of a call, read leniently: models write numbers as text, and text as objects (contract §2.3).
import JSON

struct ToolArguments {
    private let object: JSONObject

    init(_ object: JSONObject) { self.object = object }

    /// Text that has to be there.
    func text(_ key: String) throws(ToolFailure) -> String {
        guard let text = optionalText(key) else { throw ToolFailure("missing argument: \(key)") }
        return text
    }

    /// Text; a number as its digits, an object or a list as JSON.
    func optionalText(_ key: String) -> String? {
        switch object[key] {
        case nil, .null?: nil
        case .string(let text)?: text
        case let other?: other.text
        }
    }

    func path(_ key: String = "path") throws(ToolFailure) -> String { try text(key) }

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
