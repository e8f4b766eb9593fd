// One description of a value for both ways, into a line of a recording and out of it, so that the two can't drift apart.

internal import JSON

/// A value that a recording keeps.
protocol Recorded {
    var inRecording: JSONValue { get }
    /// nil for what this program does not know.
    init?(recorded: JSONValue)
}

/// A value with members: each is named once. A member that is as in `blank` is not written.
protocol RecordedMembers: Recorded {
    static var blank: Self { get }
    mutating func members(_ coder: inout RecordCoder)
}

extension RecordedMembers {
    var inRecording: JSONValue {
        var coder = RecordCoder(object: JSONObject(), isReading: false)
        var copy = self
        copy.members(&coder)
        return .object(coder.object)
    }

    init?(recorded: JSONValue) {
        guard let object = recorded.asObject else { return nil }
        var coder = RecordCoder(object: object, isReading: true)
        self = Self.blank
        members(&coder)
        if !coder.isWhole { return nil }
    }
}

/// Names members, whichever way they go.
struct RecordCoder {
    fileprivate(set) var object: JSONObject
    let isReading: Bool
    /// While reading: all that was there was what it should be.
    private(set) var isWhole = true

    mutating func text(_ key: String, _ text: inout String) {
        guard isReading else { return text.isEmpty ? () : write(key, .string(text)) }
        take(key, &text) { $0.asString }
    }

    mutating func text(_ key: String, _ text: inout String?) {
        guard isReading else { return text.map { write(key, .string($0)) } ?? () }
        take(key, &text) { $0.asString }
    }

    mutating func number(_ key: String, _ number: inout Int) {
        guard isReading else { return number == 0 ? () : write(key, JSONValue(number)) }
        take(key, &number) { $0.asInt }
    }

    mutating func number(_ key: String, _ number: inout Int?) {
        guard isReading else { return number.map { write(key, JSONValue($0)) } ?? () }
        take(key, &number) { $0.asInt }
    }

    mutating func amount(_ key: String, _ number: inout Double?) {
        guard isReading else { return number.map { write(key, .double($0)) } ?? () }
        take(key, &number) { $0.asDouble }
    }

    mutating func flag(_ key: String, _ flag: inout Bool) {
        guard isReading else { return flag ? write(key, true) : () }
        take(key, &flag) { $0.asBool }
    }

    mutating func texts(_ key: String, _ texts: inout [String]) {
        guard isReading else { return texts.isEmpty ? () : write(key, .array(texts.map { .string($0) })) }
        take(key, &texts) { value in value.asArray.map { $0.compactMap(\.asString) } }
    }

    mutating func numbers(_ key: String, _ numbers: inout [Int]) {
        guard isReading else { return numbers.isEmpty ? () : write(key, .array(numbers.map { JSONValue($0) })) }
        take(key, &numbers) { value in value.asArray.map { $0.compactMap(\.asInt) } }
    }

    mutating func object(_ key: String, _ object: inout JSONObject) {
        guard isReading else { return object.isEmpty ? () : write(key, .object(object)) }
        take(key, &object) { $0.asObject }
    }

    mutating func one<T: Recorded>(_ key: String, _ value: inout T) {
        guard isReading else {
            // All of it is as in its blank.
            let written = value.inRecording
            return written.asObject?.isEmpty == true ? () : write(key, written)
        }
        take(key, &value) { T(recorded: $0) }
    }

    mutating func one<T: Recorded>(_ key: String, _ value: inout T?) {
        guard isReading else { return value.map { write(key, $0.inRecording) } ?? () }
        take(key, &value) { T(recorded: $0) }
    }

    mutating func list<T: Recorded>(_ key: String, _ values: inout [T]) {
        guard isReading else { return values.isEmpty ? () : write(key, .array(values.map(\.inRecording))) }
        take(key, &values) { value in
            guard let elements = value.asArray else { return nil }
            let read = elements.compactMap { T(recorded: $0) }
            return read.count == elements.count ? read : nil
        }
    }

    private mutating func write(_ key: String, _ value: JSONValue) { object[key] = value }

    private mutating func take<T>(_ key: String, _ place: inout T, _ read: (JSONValue) -> T?) {
        guard let value = object[key] else { return }
        if let value = read(value) { place = value } else { isWhole = false }
    }
}

extension RawRepresentable where Self: Recorded, RawValue == String {
    var inRecording: JSONValue { .string(rawValue) }

    init?(recorded: JSONValue) {
        guard let text = recorded.asString else { return nil }
        self.init(rawValue: text)
    }
}

/// An object of these members, without those that are nil.
func line(_ members: (String, JSONValue?)...) -> JSONValue {
    .object(JSONObject(members.compactMap { key, value in value.map { (key, $0) } }))
}
