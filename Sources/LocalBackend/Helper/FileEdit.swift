// One file's part of an edit: which lines become what, and the SEARCH/REPLACE text that says so to `apply_diff`.

/// The changed lines of one file.
struct FileEdit: Equatable, Sendable {
    struct Line: Equatable, Sendable {
        var number: Int
        var old: String
        /// May hold line ends.
        var new: String
        var places: Int
    }

    /// As printed by `search_files`.
    var path: String
    /// In ascending order.
    var lines: [Line]

    var places: Int { lines.reduce(0) { $0 + $1.places } }

    /// One block per run of neighbouring lines.
    var diff: String {
        var text = ""
        var index = 0
        while index < lines.count {
            var end = index + 1
            while end < lines.count, lines[end].number == lines[end - 1].number + 1 { end += 1 }
            let run = lines[index..<end]
            let new = run.flatMap { SearchReport.lines(of: $0.new).map(String.init) }
            text += DiffBlock(start: run[index].number, old: run.map(\.old), new: new).text
            index = end
        }
        return text
    }
}

/// An edit, worked out from what a search found.
struct EditPlan: Equatable, Sendable {
    var files: [FileEdit] = []
    /// Lines longer than a search shows, to be read in full: path and line number.
    var unread: [Place] = []
    /// Lines that were found and are left as they are, with the reason.
    var left: [LeftLine] = []

    struct Place: Equatable, Sendable {
        var path: String
        var number: Int
    }

    struct LeftLine: Equatable, Sendable {
        enum Reason: Equatable, Sendable {
            case notUTF8
            case tooLong
        }
        var place: Place
        var reason: Reason
    }

    /// How many long lines are read in full at most.
    static let readLimit = 50

    /// - Parameter texts: the long lines, in the order of `unread` of a first plan, nil where one could not be read;
    ///   nil when none has been asked for yet.
    init(_ edit: HelperEdit, _ report: SearchReport, texts: [String?]?) {
        guard let change = LineChange(edit) else { return }
        var texts = texts.map { $0[...] }
        for file in report.files {
            var lines: [FileEdit.Line] = []
            for line in file.lines {
                let place = Place(path: file.path, number: line.number)
                var text = line.text
                if line.isCut {
                    if texts != nil {
                        guard let full = texts?.popFirst() ?? nil else {
                            left.append(LeftLine(place: place, reason: .tooLong))
                            continue
                        }
                        text = full
                    } else {
                        unread.append(place)
                        continue
                    }
                }
                // Note: bytes that are not UTF-8 arrive as U+FFFD, and what they were can't be written back.
                if text.unicodeScalars.contains("\u{FFFD}") {
                    left.append(LeftLine(place: place, reason: .notUTF8))
                    continue
                }
                guard let (new, places) = change.apply(to: text), Array(new.utf8) != Array(text.utf8) else { continue }
                lines.append(FileEdit.Line(number: line.number, old: text, new: new, places: places))
            }
            if !lines.isEmpty { files.append(FileEdit(path: file.path, lines: lines)) }
        }
        unread = Array(unread.prefix(Self.readLimit))
    }

    var places: Int { files.reduce(0) { $0 + $1.places } }
    var lineCount: Int { files.reduce(0) { $0 + $1.lines.count } }
}
