// What an event or an acknowledgement carries: JSON values, and binary data that stands beside them.
public import JSON

/// The arguments of an event or an acknowledgement. Binary data is held in `attachments`; in the values it is
/// represented by a placeholder object, as on the wire: `{"_placeholder":true,"num":0}`.
public struct SocketArguments: Equatable, Sendable {
    /// The arguments in order, placeholders for binary data among them.
    public var values: [JSONValue]
    /// The binary data, by the numbers of the placeholders.
    public private(set) var attachments: [[UInt8]]

    /// Arguments without binary data.
    public init(_ values: [JSONValue] = []) {
        self.values = values
        attachments = []
    }

    init(values: [JSONValue], attachments: [[UInt8]]) {
        self.values = values
        self.attachments = attachments
    }

    /// Adds binary data; put the returned placeholder into `values` where the data belongs.
    public mutating func attach(_ bytes: [UInt8]) -> JSONValue {
        attachments.append(bytes)
        return ["_placeholder": true, "num": JSONValue(attachments.count - 1)]
    }

    /// The binary data that a placeholder stands for; nil when the value is none.
    public func attachment(for value: JSONValue) -> [UInt8]? {
        guard let number = value.attachmentNumber, attachments.indices.contains(number) else { return nil }
        return attachments[number]
    }

    /// True when every placeholder has its data, of `attachmentCount` that are to come.
    func isComplete(attachmentCount: Int) -> Bool { Self.isComplete(values, attachmentCount: attachmentCount) }

    private static func isComplete(_ values: [JSONValue], attachmentCount: Int) -> Bool {
        values.allSatisfy { value in
            if let number = value.attachmentNumber { return 0..<attachmentCount ~= number }
            switch value {
            case .array(let elements): return isComplete(elements, attachmentCount: attachmentCount)
            case .object(let object): return isComplete(object.pairs.map(\.value), attachmentCount: attachmentCount)
            default: return true
            }
        }
    }
}

extension SocketArguments: ExpressibleByArrayLiteral {
    public init(arrayLiteral values: JSONValue...) { self.init(values) }
}

extension JSONValue {
    /// The number of the attachment that this placeholder stands for; -1 when it names none, nil when it is no
    /// placeholder.
    fileprivate var attachmentNumber: Int? {
        guard self["_placeholder"] == true else { return nil }
        return self["num"]?.asInt ?? -1
    }
}

/// An event as it travels, in either direction.
public struct SocketEvent: Equatable, Sendable {
    /// The namespace, such as `/` or `/news`.
    public var namespace: String
    /// The event's name, the first element on the wire.
    public var name: String
    /// What follows the name.
    public var arguments: SocketArguments
    /// The sender wants an answer under this id.
    public var acknowledgementID: Int?

    /// An event; with an `acknowledgementID` the other side is to answer it.
    public init(namespace: String, name: String, arguments: SocketArguments = [], acknowledgementID: Int? = nil) {
        self.namespace = namespace
        self.name = name
        self.arguments = arguments
        self.acknowledgementID = acknowledgementID
    }
}
