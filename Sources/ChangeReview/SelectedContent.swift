// The state of a file that a set of decisions stands for: the base with some of its changed lines taken.

/// Laws: taking all gives the proposed state, taking none gives the base, and taking some, then the rest, in any order,
/// gives the proposed state too.
public enum SelectedContent {
    /// The state of a change's file with those lines taken for which `takes` says yes; `nil` is "no file".
    ///
    /// The executable bit is no line of its own: it comes with the first one that is taken. So does the creation of a
    /// file; a deletion needs all of them. A file that is not text or too large is one unit.
    public static func state(of change: Change, taking takes: (Decision) -> Bool) -> FileState? {
        let taken = change.marks.count { takes($0) }
        if taken == 0 { return change.base }
        if taken == change.marks.count { return change.proposed }
        let bytes = change.weave.bytes { takes(change.marks[$0]) }
        return FileState(bytes: bytes, isExecutable: (change.proposed ?? change.base)?.isExecutable ?? false)
    }
}
