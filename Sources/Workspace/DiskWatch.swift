// Whether files under review were changed by somebody else, asked at moments, at the price of one `stat` each.
public import ChangeReview
import Glibc
import Storage

/// Compares files with the states that a review starts from. A file whose stamps have not moved since it was last
/// found equal is not read again.
public struct DiskWatch: Sendable {
    private var equal: [RelativePath: Known] = [:]

    private struct Known {
        var status: FileStatus
        var state: FileState
    }

    public init() {}

    /// - Parameter bases: what each file was when it was staged; `nil` for no file.
    /// - Returns: the files that are something else now, with what they are; a file that can't be got at any more
    ///   (a link or a folder in its place, no right to read it) counts as gone.
    public mutating func changes(
        in project: ProjectFolder, against bases: [RelativePath: FileState?]
    ) -> [RelativePath: FileState?] {
        var changes: [RelativePath: FileState?] = [:]
        equal = equal.filter { bases[$0.key] != nil }
        for (path, base) in bases {
            let now = state(of: path, in: project, base)
            if now != base { changes[path] = .some(now) }
        }
        return changes
    }

    private mutating func state(of path: RelativePath, in project: ProjectFolder, _ base: FileState?) -> FileState? {
        guard let opened = try? project.openFile(path) else { return nil }
        if let known = equal[path], known.state == base, known.status == opened.status { return base }
        equal[path] = nil
        guard let found = try? project.look(at: path) else { return nil }
        // A write within the same tick of the clock would not move the stamps: only what is older counts as known.
        var clock = timespec()
        clock_gettime(CLOCK_REALTIME, &clock)
        let now = Int64(clock.tv_sec) &* 1_000_000_000 &+ Int64(clock.tv_nsec)
        if found.state == base, now - found.status.changed > 1_000_000_000 {
            equal[path] = Known(status: found.status, state: found.state)
        }
        return found.state
    }
}
