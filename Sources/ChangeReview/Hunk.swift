// The unit that a reviewer decides about.

/// A run of lines decided together, with the lines around it.
///
/// ```
/// @@ -12,4 +12,5 @@ func decode() {       heading: the line above that opens the function
///  let bytes = body.utf8                  context
/// -let h = parse(bytes)                   removed
/// +let h = parseHeader(bytes)             added
/// +log(h)                                 added
///  return h                               context
///  }                                      context
/// ```
/// It stores where it starts and its body, and computes its lengths: a header cannot go stale.
public struct Hunk: Hashable, Sendable {
    public enum Kind: Hashable, Sendable { case context, removed, added }

    public struct Line: Hashable, Sendable {
        public var kind: Kind
        /// With its line end; only a file's last line may lack one.
        public var bytes: ArraySlice<UInt8>

        public init(_ kind: Kind, _ bytes: ArraySlice<UInt8>) {
            self.kind = kind
            self.bytes = bytes
        }

        public var endsInNewline: Bool { bytes.last == 0x0A }
        /// Without `\n`. A carriage return before it stays, since it may be the very change.
        public var content: ArraySlice<UInt8> { endsInNewline ? bytes.dropLast() : bytes }
    }

    /// How many lines of the base, and of the proposed text, stand before the first line of this hunk.
    public var oldStart: Int
    public var newStart: Int
    public var lines: [Line]
    /// The function-ish line before the hunk (git's default rule), trimmed; empty when there is none.
    public var heading: ArraySlice<UInt8>
    /// The numbers of its changed lines in the `Weave` that it was cut from.
    public var changed: Range<Int>

    public init(
        oldStart: Int, newStart: Int, lines: [Line], heading: ArraySlice<UInt8> = [], changed: Range<Int> = 0..<0
    ) {
        self.oldStart = oldStart
        self.newStart = newStart
        self.lines = lines
        self.heading = heading
        self.changed = changed
    }

    public var addedLines: Int { count(of: .added) }
    public var removedLines: Int { count(of: .removed) }
    /// Lines of the base, and of the proposed text, that the hunk covers.
    public var oldCount: Int { lines.count - addedLines }
    public var newCount: Int { lines.count - removedLines }
    public var headingText: String { String(decoding: heading, as: UTF8.self) }

    /// `@@ -12,4 +12,5 @@`, as git writes it: from 1, a count of 1 left out, and for no lines the line before.
    public var header: String { "@@ -\(Self.span(oldStart, oldCount)) +\(Self.span(newStart, newCount)) @@" }

    static func span(_ start: Int, _ count: Int) -> String {
        switch count {
        case 0: "\(start),0"
        case 1: "\(start + 1)"
        default: "\(start + 1),\(count)"
        }
    }

    private func count(of kind: Kind) -> Int {
        var count = 0
        for line in lines where line.kind == kind { count += 1 }
        return count
    }
}

extension Hunk {
    /// A line with its number on each side, from 1.
    public struct NumberedLine: Hashable, Sendable {
        public var old: Int?
        public var new: Int?
        public var line: Line
    }

    public var numberedLines: [NumberedLine] {
        var (old, new) = (oldStart, newStart)
        return lines.map { line in
            if line.kind != .added { old += 1 }
            if line.kind != .removed { new += 1 }
            return NumberedLine(
                old: line.kind == .added ? nil : old, new: line.kind == .removed ? nil : new, line: line)
        }
    }
}
