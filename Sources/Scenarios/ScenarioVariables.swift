// Names in double braces that stand for what is known only when a scenario is played.

internal import JSON

/// `{{conversation}}`, `{{message}}`, `{{result}}`, `{{1}}`: what stands for what. Any other braces stay as they are.
struct ScenarioVariables: Equatable, Sendable {
    var values: [String: String] = [:]

    func filled(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(filled(text))
        case .array(let elements): .array(elements.map(filled))
        case .object(let object): .object(JSONObject(object.pairs.map { ($0.key, filled($0.value)) }))
        default: value
        }
    }

    /// What was filled in is not looked at again.
    func filled(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "{{") {
            result += rest[..<start.lowerBound]
            let behind = rest[start.upperBound...]
            if let end = behind.firstRange(of: "}}"), let value = values[String(behind[..<end.lowerBound])] {
                result += value
                rest = behind[end.upperBound...]
            } else {
                result += "{"
                rest = rest[rest.index(after: start.lowerBound)...]
            }
        }
        return result + rest
    }

    /// The highest `{{n}}` in any text of it; 0: there is none.
    static func highestNumber(in value: JSONValue) -> Int {
        switch value {
        case .string(let text): numbers(in: text)
        case .array(let elements): elements.map(highestNumber).max() ?? 0
        case .object(let object): object.pairs.map { highestNumber(in: $0.value) }.max() ?? 0
        default: 0
        }
    }

    private static func numbers(in text: String) -> Int {
        var highest = 0
        for part in text.split(separator: "{").dropFirst(text.hasPrefix("{") ? 0 : 1) {
            let digits = part.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(digits), part.dropFirst(digits.count).hasPrefix("}}") else { continue }
            guard text.firstRange(of: "{{\(digits)}}") != nil else { continue }
            highest = max(highest, number)
        }
        return highest
    }
}
