// The forms in which models ask `read_file` for files: a path, a list of them, objects, text with commas, or the list
// in XML that some were trained on. Read in one place, so that what the user is asked about is what is read.

public import JSON

/// One file that a call asks for.
public struct AskedFile: Equatable, Sendable {
    public var path: String
    /// The keys that go with it: which lines.
    public var keys: JSONObject

    /// Why a call names no files.
    public enum Problem: Error, Equatable {
        case noPath
        /// The list under this key has something else in it.
        case notPaths(String)
        case noFile
        case endlessPath
    }

    /// - Parameter arguments: those of a `read_file`.
    /// - Returns: at least one.
    public static func all(in arguments: JSONObject) throws(Problem) -> [AskedFile] {
        for key in ["args", "path", "paths", "files", "content"] {
            if let text = arguments[key]?.asString, text.contains("<path>") { return try list(inXML: text) }
        }
        for key in ["paths", "files", "path", "file_paths"] {
            guard let elements = arguments[key]?.asArray, !elements.isEmpty else { continue }
            var files: [AskedFile] = []
            for element in elements {
                if let object = element.asObject {
                    files.append(try one(object))
                } else if let text = element.asString {
                    files.append(AskedFile(path: text, keys: [:]))
                } else {
                    throw .notPaths(key)
                }
            }
            return files
        }
        for key in ["paths", "file_paths"] {
            guard let text = ToolAction.text(of: arguments[key]) else { continue }
            let paths = text.split(whereSeparator: { $0.isNewline || $0 == "," }).map { trimmed($0) }
            guard !paths.isEmpty else { throw .noFile }
            return paths.map { AskedFile(path: String($0), keys: [:]) }
        }
        return [try one(arguments)]
    }

    private static func one(_ arguments: JSONObject) throws(Problem) -> AskedFile {
        guard let path = ToolAction.path(in: arguments) else { throw .noPath }
        return AskedFile(path: path, keys: arguments)
    }

    /// `<file><path>a</path><line_range>1-20</line_range></file>`, once or more often, within whatever else.
    private static func list(inXML text: String) throws(Problem) -> [AskedFile] {
        var files: [AskedFile] = []
        var rest = text[...]
        while let begin = rest.firstRange(of: "<path>") {
            rest = rest[begin.upperBound...]
            guard let end = rest.firstRange(of: "</path>") else { throw .endlessPath }
            var file = AskedFile(path: unescaped(trimmed(rest[..<end.lowerBound])), keys: [:])
            rest = rest[end.upperBound...]
            // What belongs to this file ends where the next one begins.
            let own = rest[..<(rest.firstRange(of: "<path>")?.lowerBound ?? rest.endIndex)]
            if let open = own.firstRange(of: "<line_range>"), let close = own.firstRange(of: "</line_range>"),
                open.upperBound <= close.lowerBound
            {
                file.keys["line_range"] = .string(String(trimmed(own[open.upperBound..<close.lowerBound])))
            }
            files.append(file)
        }
        return files
    }

    private static func unescaped(_ text: Substring) -> String {
        String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
            .replacing("&apos;", with: "'").replacing("&amp;", with: "&")
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0.isWhitespace }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}

extension ToolAction {
    /// The path that arguments name, under `path` or a key that models write for it.
    public static func path(in arguments: JSONObject) -> String? {
        pathKeys.lazy.compactMap { text(of: arguments[$0]) }.first
    }

    /// Text; a number as its digits, an object or a list as JSON; nil for none.
    public static func text(of value: JSONValue?) -> String? {
        switch value {
        case nil, .null?: nil
        case .string(let text)?: text
        case let other?: other.text
        }
    }
}
