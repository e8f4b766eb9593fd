// Chosen changes as a patch that git and other tools apply.

/// A patch in git's extended unified form.
///
/// ```
/// diff --git a/run.sh b/run.sh
/// old mode 100644
/// new mode 100755
/// index 3d6f0f1..9a2d3b4
/// --- a/run.sh
/// +++ b/run.sh
/// @@ -1,2 +1,2 @@
///  #!/bin/sh
/// -echo one
/// +echo two
/// \ No newline at end of file
/// ```
/// As `git diff --binary` writes it; files that are no text or too large to be compared are whole in it, both ways.
public struct UnifiedPatch: Equatable, Sendable {
    public private(set) var bytes: [UInt8] = []

    /// The lines of `changes` for which `takes` says yes. Applied to the bases, it gives
    /// `SelectedContent.state(of:taking:)` for every file.
    public init(_ changes: [Change], taking takes: (Decision) -> Bool = { $0 != .rejected }) {
        for change in changes where change.marks.contains(where: takes) {
            let after = SelectedContent.state(of: change, taking: takes)
            // Some lines of a run, removed and added, can come to what was there.
            if after == change.base, change.origin == nil { continue }
            let chosen = change.weave.settled { takes(change.marks[$0]) ? .stays : .dropped }.weave
            append(change, to: after, chosen)
        }
    }

    private mutating func append(_ change: Change, to after: FileState?, _ weave: Weave) {
        let base = change.base
        let old = (change.origin ?? change.path).quoted(prefix: "a/", escapingNonASCII: true)
        let new = change.path.quoted(prefix: "b/", escapingNonASCII: true)
        append("diff --git \(old) \(new)\n")
        var mode = ""
        switch (base, after) {
        case (nil, let after?): append("new file mode \(Self.mode(after))\n")
        case (let base?, nil): append("deleted file mode \(Self.mode(base))\n")
        case (let base?, let after?) where base.isExecutable != after.isExecutable:
            append("old mode \(Self.mode(base))\nnew mode \(Self.mode(after))\n")
        case (let base?, _): mode = " \(Self.mode(base))"
        default: break
        }
        if let origin = change.origin, let base, let after {
            append("similarity index \(Self.similarity(base.bytes, after.bytes, weave))%\n")
            append("rename from \(origin.quoted(escapingNonASCII: true))\n")
            append("rename to \(change.path.quoted(escapingNonASCII: true))\n")
        }
        let (from, to) = (base?.bytes ?? [], after?.bytes ?? [])
        if from == to, base != nil, after != nil { return }
        let ids = (
            base.map { BlobID(of: $0.bytes).text } ?? Self.noBlob,
            after.map { BlobID(of: $0.bytes).text } ?? Self.noBlob
        )
        guard change.content == .text else {
            append("index \(ids.0)..\(ids.1)\(mode)\nGIT binary patch\n")
            Self.append(literal: to, to: &bytes)
            Self.append(literal: from, to: &bytes)
            return
        }
        append("index \(ids.0.prefix(7))..\(ids.1.prefix(7))\(mode)\n")
        let hunks = weave.hunks()
        guard !hunks.isEmpty else { return }
        // A name with a blank ends in a tab there, or a reader could not tell where it ends.
        append("--- \(base == nil ? "/dev/null" : Self.closed(old))\n")
        append("+++ \(after == nil ? "/dev/null" : Self.closed(new))\n")
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

    /// The file's bytes, deflated and in base 85, as one side of a `GIT binary patch`.
    private static func append(literal content: [UInt8], to bytes: inout [UInt8]) {
        bytes += "literal \(content.count)\n".utf8
        Base85.append(StoredDeflate.bytes(of: content), to: &bytes)
        bytes.append(0x0A)
    }

    private mutating func append(_ text: String) { bytes += text.utf8 }

    private static let noBlob = String(repeating: "0", count: 40)

    private static func closed(_ name: String) -> String {
        name.utf8.contains(0x20) && !name.hasPrefix("\"") ? name + "\t" : name
    }

    private static func mode(_ state: FileState) -> String { state.isExecutable ? "100755" : "100644" }

    /// Bytes in lines that both have, in per cent of the larger file (git's measure, by our difference).
    static func similarity(_ old: [UInt8], _ new: [UInt8], _ weave: Weave) -> Int {
        let larger = max(old.count, new.count)
        if old == new || larger == 0 { return 100 }
        let removed = weave.runs.reduce(0) { sum, run in run.old.reduce(sum) { $0 + weave.old[$1].count } }
        return (weave.old.bytes.count - removed) * 100 / larger
    }

    private static func sign(_ kind: Hunk.Kind) -> UInt8 {
        switch kind {
        case .context: UInt8(ascii: " ")
        case .removed: UInt8(ascii: "-")
        case .added: UInt8(ascii: "+")
        }
    }
}
