// A word on what came where JSON was expected: mostly the page of somebody on the way.

import JSON

enum ServerPage: Equatable {
    /// A page, and its title where it has one.
    case html(title: String?)
    case other(String)

    /// - Parameter error: why the body is no JSON.
    init(_ body: [UInt8], _ error: JSONError) {
        guard let first = body.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) else {
            self = .other("an empty answer")
            return
        }
        if first == UInt8(ascii: "<") {
            self = .html(title: Self.title(String(decoding: body.prefix(8 << 10), as: UTF8.self)))
        } else if case .tooDeep(let limit) = error.reason {
            self = .other("JSON of more than \(limit) levels")
        } else if first == UInt8(ascii: "{") {
            self = .other("JSON that breaks off or is broken")
        } else if first == UInt8(ascii: "[") || first == UInt8(ascii: "\"") {
            self = .other("JSON of another shape")
        } else {
            self = .other("something that is not JSON")
        }
    }

    var words: String {
        switch self {
        case .html(nil): "an HTML page instead of JSON"
        case .html(let title?): "an HTML page instead of JSON: \"\(title)\""
        case .other(let words): words
        }
    }

    private static func title(_ page: String) -> String? {
        let lowered = page.lowercased()
        // Lower-casing may change how long a text is; then the title is not worth the trouble.
        guard lowered.utf8.count == page.utf8.count, let start = lowered.firstRange(of: "<title"),
            let open = lowered[start.upperBound...].firstIndex(of: ">"),
            let end = lowered[open...].firstRange(of: "</title")
        else { return nil }
        let bytes = Array(page.utf8)
        let from = lowered.utf8.distance(from: lowered.startIndex, to: open) + 1
        let to = lowered.utf8.distance(from: lowered.startIndex, to: end.lowerBound)
        let title = PlainText.withoutHTML(String(decoding: bytes[from..<to], as: UTF8.self))
        return title.isEmpty ? nil : String(title.prefix(100))
    }
}
