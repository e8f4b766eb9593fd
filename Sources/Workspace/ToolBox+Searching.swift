// `search_files`: every line that matches, by file, with what was left out and why.
import ChangeReview
import Glibc
import Storage

extension ToolBox {
    func searchFiles(_ arguments: ToolArguments, _ view: StagedView) async throws(ToolFailure) -> String {
        let pattern = try arguments.text("regex")
        let isLiteral = try arguments.flag("literal") ?? false
        let ignoresCase = try arguments.flag("case_sensitive") == false
        let wholeWords = try arguments.flag("whole_words") ?? false
        let wanted = try arguments.number("max_matches")
        let perFile =
            try arguments.number("max_matches_per_file") ?? (wanted == nil ? limits.searchMatchesPerFile : .max)
        let files = try arguments.number("max_files") ?? (wanted == nil ? limits.searchFiles : .max)
        // Before any file is looked at: a bad pattern is told at once.
        let matcher = try LineMatcher(
            pattern, isLiteral: isLiteral, ignoresCase: ignoresCase, wholeWords: wholeWords)
        let glob: Glob? = if let text = arguments.optionalText("file_pattern") { try Glob(text) } else { nil }
        let (listing, prefix) = try await searched(arguments.optionalText("path"), view)
        var search = FileSearch(
            limits: limits, maximumMatches: max(1, min(wanted ?? limits.searchMatches, 10_000)),
            maximumPerFile: max(1, perFile), maximumFiles: max(1, files))
        if let more = listing.more { search.more = more }
        for path in listing.paths {
            if let glob, !glob.matches(path), !glob.matches(path.dropFirst(prefix)) { continue }
            guard search.goesOn else { break }
            search.look(at: path, view, matcher)
        }
        return search.text()
    }

    /// The files below a folder, or the one file that the path names.
    func searched(
        _ path: String?, _ view: StagedView
    ) async throws(ToolFailure) -> (TreeListing, prefix: Int) {
        let folder = try view.folder(path)
        if let folder {
            var isFile = false
            if let staged = view.staged[folder] {
                isFile = staged != nil
            } else {
                isFile = (try? project.openFile(folder) != nil) ?? false
            }
            if isFile { return (TreeListing(paths: [Array(folder.text.utf8)], isOneFile: true), 0) }
        }
        return (try await files(below: folder, view), folder.map { $0.text.utf8.count + 1 } ?? 0)
    }
}

/// One search under way.
private struct FileSearch {
    let limits: ToolBox.Limits
    let maximumMatches: Int
    let maximumPerFile: Int
    let maximumFiles: Int
    var more: String?
    private let deadline: ContinuousClock.Instant
    private var body = ""
    private var matches = 0
    private var files = 0
    private var binary = 0
    private var large = 0
    private var unreadable = 0
    private var longLines = 0
    private var secret = 0
    /// Files with matches that were not looked at to their ends.
    private var cutFiles = 0

    /// Characters of a line that are printed.
    static let lineLength = 500
    /// Bytes that are printed in all.
    static let textBytes = 1 << 20

    init(limits: ToolBox.Limits, maximumMatches: Int, maximumPerFile: Int, maximumFiles: Int) {
        self.limits = limits
        self.maximumMatches = maximumMatches
        self.maximumPerFile = maximumPerFile
        self.maximumFiles = maximumFiles
        deadline = .now + .milliseconds(limits.searchTime)
    }

    var goesOn: Bool {
        mutating get {
            if files == maximumFiles {
                more = more ?? "stopped after \(files) files; name a folder, a file_pattern or max_files"
            }
            if Task.isCancelled { more = "cancelled" } else if .now > deadline { more = "stopped at the time limit" }
            return isOpen
        }
    }

    private var isOpen: Bool {
        matches < maximumMatches && files < maximumFiles && body.utf8.count < FileSearch.textBytes
            && more != "cancelled"
            && more != "stopped at the time limit"
    }

    mutating func look(at path: [UInt8], _ view: StagedView, _ matcher: borrowing LineMatcher) {
        guard let bytes = contents(of: path, view) else { return }
        if bytes.prefix(8192).contains(0) {
            binary += 1
            return
        }
        var shown = ""
        var here = 0
        bytes.withUnsafeBufferPointer { all in
            guard let base = all.baseAddress else { return }
            // The mark is no part of the first line: `apply_diff` compares without it, and `^` stands behind it.
            var start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
            var number = 0
            while start < all.count, isOpen {
                let found = memchr(base + start, Int32(UInt8(ascii: "\n")), all.count - start)
                let end = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? all.count
                number += 1
                var stop = end
                if stop > start, all[stop - 1] == UInt8(ascii: "\r") { stop -= 1 }
                let line = UnsafeBufferPointer(rebasing: all[start..<stop])
                start = end + 1
                if line.count > limits.searchLineBytes {
                    longLines += 1
                } else if matcher.matches(line) {
                    if here == maximumPerFile {
                        cutFiles += 1
                        shown += "  [more in this file]\n"
                        break
                    }
                    matches += 1
                    here += 1
                    shown += FileSearch.shown(line, number)
                }
                if number.isMultiple(of: 1024), !goesOn { break }
            }
            if matches == maximumMatches, start < all.count { more = more ?? "stopped after \(matches) matches" }
        }
        if shown.isEmpty { return }
        files += 1
        body += printed(path) + "\n" + shown
        if matches == maximumMatches { more = more ?? "stopped after \(matches) matches" }
        if body.utf8.count >= FileSearch.textBytes { more = more ?? "stopped after \(FileSearch.textBytes) bytes" }
    }

    private mutating func contents(of path: [UInt8], _ view: StagedView) -> [UInt8]? {
        guard let text = String(validating: path, as: UTF8.self), let path = RelativePath(text) else {
            unreadable += 1
            return nil
        }
        guard view.mayRead(text) else {
            secret += 1
            return nil
        }
        if let staged = view.staged[path] {
            if let staged, staged.bytes.count > limits.searchFileBytes { large += 1 }
            return staged.flatMap { $0.bytes.count > limits.searchFileBytes ? nil : $0.bytes }
        }
        do throws(AccessFailure) {
            return try view.project.state(of: path, limit: limits.searchFileBytes)?.bytes
        } catch {
            switch error {
            case .tooLarge: large += 1
            // A link, or a submodule: the file itself is elsewhere.
            case .symbolicLink, .isFolder: return nil
            default: unreadable += 1
            }
            return nil
        }
    }

    /// A line that is not shown as it is (cut, or not UTF-8) is marked by `~`.
    private static func shown(_ line: UnsafeBufferPointer<UInt8>, _ number: Int) -> String {
        let exact = String(validating: line, as: UTF8.self)
        let text = exact ?? String(decoding: line, as: UTF8.self)
        guard let end = text.index(text.startIndex, offsetBy: lineLength, limitedBy: text.endIndex), end < text.endIndex
        else { return "  \(number)\(exact == nil ? "~" : ":") \(text)\n" }
        return "  \(number)~ \(text[..<end])…\n"
    }

    func text() -> String {
        var text =
            matches == 0
            ? "no matches\n"
            : "\(matches) match\(matches == 1 ? "" : "es") in \(files) file\(files == 1 ? "" : "s")\n"
        text += body
        let counts = [
            (binary, "binary"), (large, "large"), (unreadable, "unreadable"), (longLines, "very long lines"),
            (secret, "secret"),
        ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        if !counts.isEmpty { text += "[skipped: \(counts.joined(separator: ", "))]\n" }
        if let more { text += "[more: \(more)]\n" }
        return text
    }
}
