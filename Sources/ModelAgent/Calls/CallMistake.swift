// What is wrong with a call, exactly, and what the model is told about it.

/// Why a call can't be made.
public enum CallMistake: Error, Equatable, Sendable {
    case unknownTool(String, known: [String])
    /// The arguments are no JSON: why, and where from.
    case badJSON(tool: String, why: String, near: String)
    case notAnObject(tool: String)
    case missing(tool: String, argument: String, form: String)
    case wrongType(tool: String, argument: String, wanted: String, found: String)
    case unknownArgument(tool: String, argument: String, form: String)
    /// Two names of one argument, with different values.
    case twice(tool: String, argument: String)
    /// A command as a list that is no call of a shell.
    case commandList
    case noBlocks(why: String)
    /// A part of a file where the whole is wanted.
    case needsDiff(tool: String, form: String)
    /// It is written as a call and names no tool.
    case unreadable(String)
    /// The answer met the limit of tokens in the middle of the call.
    case cutOff(tool: String)
    /// A path that is none.
    case badPath(String)

    /// For the model: what is wrong, and the right form.
    public var words: String {
        switch self {
        case .unknownTool(let name, let known):
            "There is no tool \"\(name.prefix(60))\". The tools are: \(known.joined(separator: ", "))."
        case .badJSON(let tool, let why, let near):
            "The arguments of \"\(tool)\" are no JSON: \(why)\(near.isEmpty ? "" : ", near `\(near)`"). Line breaks in a "
                + "string are written \\n, quotes \\\", a backslash \\\\."
        case .notAnObject(let tool): "The arguments of \"\(tool)\" have to be one JSON object."
        case .missing(let tool, let argument, let form):
            "\"\(tool)\" needs \"\(argument)\", which is missing. Its arguments are: \(form)."
        case .wrongType(let tool, let argument, let wanted, let found):
            "\"\(argument)\" of \"\(tool)\" has to be \(wanted), and is \(found)."
        case .unknownArgument(let tool, let argument, let form):
            "\"\(tool)\" has no argument \"\(argument.prefix(60))\". Its arguments are: \(form)."
        case .twice(let tool, let argument): "\"\(argument)\" of \"\(tool)\" is there twice, with different values."
        case .commandList: "\"command\" has to be one text, as it is typed in a shell."
        case .noBlocks(let why):
            "\"diff\" \(why). It has to be blocks of this form:\n<<<<<<< SEARCH\nlines as they are in the file\n=======\n"
                + "the lines instead\n>>>>>>> REPLACE"
        case .needsDiff(let tool, let form):
            "\"\(tool)\" does not take a file's content. Its arguments are: \(form). To write a whole new file use create."
        case .unreadable(let why): "A tool call could not be read: \(why)."
        case .cutOff(let tool):
            "The answer met its limit of length in the middle of a call of \"\(tool)\". Do it in smaller parts."
        case .badPath(let path): "\"\(path.prefix(80))\" is no path in the project. Paths are relative to its root."
        }
    }
}
