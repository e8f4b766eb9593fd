// Chosen changes as a patch that git and other tools apply.

/// A patch in git's extended unified form.
///
/// ```
/// diff --git a/run.sh b/run.sh
/// old mode 100644
/// new mode 100755
/// --- a/run.sh
/// +++ b/run.sh
/// @@ -1,2 +1,2 @@
///  #!/bin/sh
/// -echo one
/// +echo two
/// \ No newline at end of file
/// ```
public struct UnifiedPatch: Equatable, Sendable {
    public private(set) var bytes: [UInt8] = []
    /// Files that a text patch cannot carry: not text, or too large to be compared. Git's binary patches are not
    /// written.
    public private(set) var leftOut: [RelativePath] = []

    /// The lines of `changes` for which `takes` says yes. Applied to the bases, it gives
    /// `SelectedContent.state(of:taking:)` for every file that is not left out.
    public init(_ changes: [Change], taking takes: (Decision) -> Bool = { $0 != .rejected }) {
        for change in changes where change.marks.contains(where: takes) {
            guard change.content == .text || change.base?.bytes == change.proposed?.bytes else {
                leftOut.append(change.path)
                continue
            }
            let chosen = change.weave.settled { takes(change.marks[$0]) ? .stays : .dropped }.weave
            append(change.path, from: change.base, to: SelectedContent.state(of: change, taking: takes), chosen)
        }
    }

    private mutating func append(_ path: RelativePath, from base: FileState?, to after: FileState?, _ weave: Weave) {
        let old = path.quoted(prefix: "a/", escapingNonASCII: true)
        let new = path.quoted(prefix: "b/", escapingNonASCII: true)
        append("diff --git \(old) \(new)\n")
        switch (base, after) {
        case (nil, let after?): append("new file mode \(Self.mode(after))\n")
        case (let base?, nil): append("deleted file mode \(Self.mode(base))\n")
        case (let base?, let after?) where base.isExecutable != after.isExecutable:
            append("old mode \(Self.mode(base))\nnew mode \(Self.mode(after))\n")
        default: break
        }
        let hunks = weave.hunks()
        guard !hunks.isEmpty else { return }
        // A name with a blank ends in a tab there, or a reader could not tell where it ends.
        let tail = path.text.utf8.contains(0x20) ? "\t" : ""
        append("--- \(base == nil ? "/dev/null" : Self.closed(old, tail))\n")
        append("+++ \(after == nil ? "/dev/null" : Self.closed(new, tail))\n")
        for hunk in hunks { Self.append(hunk, to: &bytes) }
    }

    static func append(_ hunk: Hunk, to bytes: inout [UInt8]) {
        bytes += hunk.header.utf8
        if !hunk.heading.isEmpty { bytes += [0x20] + hunk.heading }
        bytes.append(0x0A)
        for line in hunk.lines {
            bytes.append(sign(line.kind))
            bytes += line.bytes
            if !line.endsInNewline { bytes += "\n\\ No newline at end of file\n".utf8 }
        }
    }

    private mutating func append(_ text: String) { bytes += text.utf8 }

    private static func closed(_ name: String, _ tail: String) -> String { name.hasPrefix("\"") ? name : name + tail }

    private static func mode(_ state: FileState) -> String { state.isExecutable ? "100755" : "100644" }

    private static func sign(_ kind: Hunk.Kind) -> UInt8 {
        switch kind {
        case .context: UInt8(ascii: " ")
        case .removed: UInt8(ascii: "-")
        case .added: UInt8(ascii: "+")
        }
    }
}
