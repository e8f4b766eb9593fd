// A session as a file has it: a first line that says what it is, then one line for each thing that was heard or sent.

public import App
public import JSON
public import Screen

/// What a recording begins with.
public struct RecordingHeader: Equatable, Sendable {
    /// Of the form of the lines; a later one is refused.
    public static let version = 1

    /// The program's, for people.
    public var program: String
    /// When it began: milliseconds since 1970.
    public var began: Int
    /// Of the terminal.
    public var size: Size
    /// What the first frame was drawn of.
    public var start: StartReport

    public init(program: String, began: Int, size: Size, start: StartReport) {
        self.program = program
        self.began = began
        self.size = size
        self.start = start
    }

    public var json: JSONValue {
        [
            "oropendola_recording": JSONValue(Self.version), "program": .string(program), "began": JSONValue(began),
            "size": [JSONValue(size.columns), JSONValue(size.rows)], "start": start.inRecording,
        ]
    }
}

/// One line of a recording after the first.
public struct RecordingLine: Equatable, Sendable {
    public enum Content: Equatable, Sendable {
        /// The application heard this.
        case heard(RecordedNews)
        /// What went over the network, for people: nothing of it is needed for a replay.
        case wire(JSONValue)
    }

    /// Milliseconds since the recording began.
    public var at: Int
    public var content: Content

    public init(at: Int, _ content: Content) {
        self.at = at
        self.content = content
    }

    public func json(_ log: RecordedNews.ReviewLog) -> JSONValue {
        switch content {
        case .heard(let news): ["at": JSONValue(at), "heard": news.json(log)]
        case .wire(let traffic): ["at": JSONValue(at), "wire": traffic]
        }
    }
}

/// Why a file can't be replayed.
public enum RecordingProblem: Error, Equatable, Sendable {
    case noRecording
    case laterVersion(Int)
    /// 1-based; what is wrong there.
    case line(Int, String)
}

/// A recording that was read whole.
public struct Recording: Equatable, Sendable {
    public var header: RecordingHeader
    /// What was heard, in order, with the line that each stands in.
    public var heard: [(line: Int, at: Int, news: RecordedNews)]
    /// The last line is not whole: the program that wrote it did not come to its end.
    public var isCut: Bool

    public static func == (one: Recording, other: Recording) -> Bool {
        one.header == other.header && one.isCut == other.isCut
            && one.heard.elementsEqual(other.heard) { $0 == $1 }
    }

    /// Reads a whole file.
    public init(_ bytes: [UInt8], _ log: RecordedNews.ReviewLog) throws(RecordingProblem) {
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
        header = try Self.header(lines[0])
        heard = []
        isCut = bytes.last != 10
        for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
            do throws(RecordingProblem) {
                guard let (at, news) = try Self.heard(line, log, number: index + 1) else { continue }
                heard.append((index + 1, at, news))
            } catch {
                // What was being written when the program ended.
                if index == lines.count - 1 { break }
                throw error
            }
        }
    }

    private static func header(_ line: ArraySlice<UInt8>) throws(RecordingProblem) -> RecordingHeader {
        guard let value = try? JSONValue.parse(Array(line)), let version = value["oropendola_recording"]?.asInt else {
            throw .noRecording
        }
        guard version == RecordingHeader.version else { throw .laterVersion(version) }
        guard let start = value["start"].flatMap(StartReport.init(recorded:)), let columns = value["size"]?[0]?.asInt,
            let rows = value["size"]?[1]?.asInt, (1...10_000).contains(columns), (1...10_000).contains(rows)
        else { throw .line(1, "the start can't be read") }
        return RecordingHeader(
            program: value["program"]?.asString ?? "", began: value["began"]?.asInt ?? 0,
            size: Size(columns: columns, rows: rows), start: start)
    }

    /// nil for a line that a replay does not need.
    private static func heard(
        _ line: ArraySlice<UInt8>, _ log: RecordedNews.ReviewLog, number: Int
    ) throws(RecordingProblem) -> (Int, RecordedNews)? {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue.parse(Array(line))
        } catch {
            throw .line(number, "\(error)")
        }
        guard let at = value["at"]?.asInt, at >= 0 else { throw .line(number, "it has no time") }
        guard let news = value["heard"] else {
            if value["wire"] != nil { return nil }
            throw .line(number, "it says neither what was heard nor what was sent")
        }
        guard let read = RecordedNews(json: news, log) else { throw .line(number, "what was heard is not known here") }
        return (at, read)
    }
}
