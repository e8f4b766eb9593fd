// A value of a scenario's line together with the way to it, so that whatever is wrong is said with line and column.

internal import JSON
internal import Matching

/// A step from a value to one inside it.
enum JSONPart: Equatable, Sendable {
    case member(String)
    case element(Int)
}

/// Why a line can't be played, and where in it.
struct Misread: Error, Equatable {
    var path: [JSONPart]
    /// The member's name is meant, not its value.
    var isAtKey = false
    var reason: String
}

/// A value, and the way to it from its line.
struct PlacedValue {
    let value: JSONValue
    var path: [JSONPart] = []

    func wrong(_ reason: String, atKey: Bool = false) -> Misread {
        Misread(path: path, isAtKey: atKey, reason: reason)
    }

    /// nil when there is none.
    func member(_ key: String) -> PlacedValue? {
        value[key].map { PlacedValue(value: $0, path: path + [.member(key)]) }
    }

    private var name: String {
        for part in path.reversed() { if case .member(let name) = part { return "`\(name)`" } }
        return "this"
    }

    func object() throws(Misread) -> JSONObject {
        guard let object = value.asObject else { throw wrong("\(name) takes an object") }
        return object
    }

    func elements() throws(Misread) -> [PlacedValue] {
        guard let elements = value.asArray else { throw wrong("\(name) takes a list") }
        return elements.enumerated().map { PlacedValue(value: $0.element, path: path + [.element($0.offset)]) }
    }

    func text() throws(Misread) -> String {
        guard let text = value.asString else { throw wrong("\(name) takes a text") }
        return text
    }

    /// A text, or a list of its lines. `closes`: the last line of a list has an end, too, as the lines of a file have.
    func lines(closes: Bool = false) throws(Misread) -> String {
        if let text = value.asString { return text }
        guard value.asArray != nil else { throw wrong("\(name) takes a text, or a list of lines") }
        var lines: [String] = []
        for element in try elements() { lines.append(try element.text()) }
        return lines.joined(separator: "\n") + (closes && !lines.isEmpty ? "\n" : "")
    }

    /// A text, or a list of texts; none of them empty.
    func texts() throws(Misread) -> [String] {
        var texts: [String] = []
        for element in value.asString == nil ? try elements() : [self] {
            let text = try element.text()
            guard !text.isEmpty else { throw element.wrong("\(name) takes words, and this is empty") }
            texts.append(text)
        }
        guard !texts.isEmpty else { throw wrong("\(name) takes at least one") }
        return texts
    }

    func number(_ range: ClosedRange<Int>, _ unit: String = "") throws(Misread) -> Int {
        guard let number = value.asInt, range.contains(number) else {
            throw wrong("\(name) takes \(range.lowerBound) to \(range.upperBound)\(unit)")
        }
        return number
    }

    func flag() throws(Misread) -> Bool {
        guard let flag = value.asBool else { throw wrong("\(name) takes true or false") }
        return flag
    }

    /// Says which name of a line is none, and which may have been meant.
    func only(_ names: [String]) throws(Misread) {
        for (key, _) in try object().pairs where !names.contains(key) {
            let place = PlacedValue(value: .null, path: path + [.member(key)])
            if let near = nearest(to: key, in: names) {
                throw place.wrong("`\(key)` is not known here; did you mean `\(near)`?", atKey: true)
            }
            let known = names.map { "`\($0)`" }.joined(separator: ", ")
            throw place.wrong("`\(key)` is not known here, only \(known)", atKey: true)
        }
    }
}
