// Numbers of files under review. A number once printed means that file, as it was printed, and no other ever.

internal import ChangeReview

struct PlainNumbers: Equatable, Sendable {
    private(set) var paths: [RelativePath] = []
    /// What each file was when its line was printed last, and when its hunks were.
    private var listed: [RelativePath: Version] = [:]
    private var shown: [RelativePath: Version] = [:]

    /// All that a decision is about beside the marks.
    private struct Version: Equatable, Sendable {
        var weave: Weave
        var hunks: [Hunk]
        var base: FileState?
        var proposed: FileState?
        var conflict: Change.Conflict?

        init(_ change: Change) {
            (weave, hunks) = (change.weave, change.hunks)
            (base, proposed, conflict) = (change.base, change.proposed, change.conflict)
        }
    }

    /// The file's number, a new one where it has none.
    mutating func number(of path: RelativePath) -> Int {
        if let place = paths.firstIndex(of: path) { return place + 1 }
        paths.append(path)
        return paths.count
    }

    /// Its line is on the page now.
    mutating func list(_ change: Change) { listed[change.path] = Version(change) }

    /// Its hunks are.
    mutating func show(_ change: Change) {
        list(change)
        shown[change.path] = Version(change)
    }

    /// It is not on the page as it is.
    func isNews(_ change: Change) -> Bool { listed[change.path] != Version(change) }

    /// Other hunks than its own are on the page: their numbers say nothing now.
    private func isShownOtherwise(_ change: Change) -> Bool {
        shown[change.path].map { $0 != Version(change) } ?? false
    }

    /// What of the review nobody was shown.
    func hasNews(in changes: ChangeSet) -> Bool { changes.changes.contains(where: isNews) }

    /// Forgets what is under review no more, so that it is news when it comes back.
    mutating func settle(_ changes: ChangeSet) {
        for path in listed.keys where changes[path] == nil { listed[path] = nil }
    }

    /// The file of a number.
    func change(_ file: Int, in changes: ChangeSet) -> Result<Change, PlainMistake> {
        guard paths.indices.contains(file - 1) else {
            return .failure(PlainMistake("There is no change \(file). changes lists them"))
        }
        let path = paths[file - 1]
        guard let change = changes[path] else {
            return .failure(
                PlainMistake("\(PlainText.line(path.text)) is not under review any more. changes lists what is"))
        }
        return .success(change)
    }

    /// What a place means.
    func selection(_ place: PlainPlace, in changes: ChangeSet) -> Result<(Change, Selection), PlainMistake> {
        change(place.file, in: changes).flatMap { change in
            guard !isNews(change), place.hunk == nil || !isShownOtherwise(change) else {
                return .failure(
                    PlainMistake(
                        "Change \(place.file) is not what it was when you saw it. show \(place.file) shows it now"))
            }
            guard let hunk = place.hunk else { return .success((change, .file(change.path))) }
            guard let lines = change.lines(ofHunk: hunk - 1) else {
                return .failure(
                    PlainMistake(
                        "Change \(place.file) has \(counted(max(1, change.hunks.count), "hunk")). show \(place.file) shows them"
                    ))
            }
            guard let range = place.lines else { return .success((change, .hunk(change.path, hunk - 1))) }
            guard !change.hunks.isEmpty, range.upperBound <= lines.count else {
                return .failure(
                    PlainMistake(
                        "Hunk \(place.file).\(hunk) has \(counted(change.hunks.isEmpty ? 0 : lines.count, "numbered line")). "
                            + "show \(place.file).\(hunk) shows them"))
            }
            let first = lines.lowerBound + range.lowerBound - 1
            return .success((change, .lines(change.path, first..<first + range.count)))
        }
    }
}

/// Why nothing was done, in words.
struct PlainMistake: Error, Equatable, Sendable {
    var text: String

    init(_ text: String) { self.text = text }
}
