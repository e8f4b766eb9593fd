// The members of a JSON object in the order of their first appearance, so that what we write reads as it was meant.

/// An object's members. Keys are unique; two objects are equal when their members are, in any order.
public struct JSONObject: Sendable {
    /// The members in order.
    public private(set) var pairs: [(key: String, value: JSONValue)]
    /// Where each key stands; kept only for objects large enough that a scan would be slower.
    private var positions: [String: Int]?

    /// Up to this many members a scan is faster than hashing.
    private static let scanLimit = 16

    /// An object without members.
    public init() {
        pairs = []
    }

    /// The members in order. Of duplicate keys the last value wins, at the place of the first.
    public init(_ members: [(String, JSONValue)]) {
        pairs = []
        pairs.reserveCapacity(members.count)
        for (key, value) in members { self[key] = value }
    }

    /// Makes room for as many members as most objects have.
    @inline(__always)
    mutating func reserveFew() { pairs.reserveCapacity(4) }

    /// Sets a member; the caller may know that no other has its key.
    @inline(__always)
    mutating func add(_ key: consuming String, _ value: consuming JSONValue, isNew: Bool) {
        if isNew, pairs.count < Self.scanLimit { pairs.append((key, value)) } else { self[key] = value }
    }

    /// The value of a key. Setting nil removes the member; a new key goes to the end.
    public subscript(key: String) -> JSONValue? {
        get {
            guard let position = position(of: key) else { return nil }
            return pairs[position].value
        }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?):
                pairs[position].value = value
            case (let position?, nil):
                pairs.remove(at: position)
                positions = nil
                indexIfLarge()
            case (nil, let value?):
                pairs.append((key, value))
                if positions != nil { positions?[key] = pairs.count - 1 } else { indexIfLarge() }
            case (nil, nil):
                break
            }
        }
    }

    /// The keys in order.
    public var keys: [String] { pairs.map(\.key) }
    /// How many members there are.
    public var count: Int { pairs.count }
    /// True when there is no member.
    public var isEmpty: Bool { pairs.isEmpty }

    private func position(of key: String) -> Int? {
        if let positions { return positions[key] }
        for position in pairs.indices where pairs[position].key == key { return position }
        return nil
    }

    private mutating func indexIfLarge() {
        guard pairs.count > Self.scanLimit else { return }
        var positions: [String: Int] = [:]
        positions.reserveCapacity(pairs.count * 2)
        for (position, pair) in pairs.enumerated() { positions[pair.key] = position }
        self.positions = positions
    }
}

extension JSONObject: Equatable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.count == right.count else { return false }
        return left.pairs.allSatisfy { right[$0.key] == $0.value }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

extension JSONObject: CustomStringConvertible {
    public var description: String { JSONValue.object(self).text }
}
