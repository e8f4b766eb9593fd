// The feedback as the agent reads it: compact, bounded, and with fences that no file can break.

extension Feedback {
    /// Bytes beyond which patches are left out, then whole parts; what is left out is said.
    public static let longestText = 32 << 10

    /// Behind the user's words. Empty when there is nothing to say.
    public func text(limit: Int = longestText) -> String {
        guard !isEmpty else { return "" }
        var text = "Review of your proposed changes (\(number)). The user decided; "
        text += "nothing here asks for an answer by itself.\n"
        let longest = limit - 100
        var cut = 0
        for part in parts {
            for form in [part.text + Self.fenced(part.patch), part.text + part.short] {
                if text.utf8.count + form.utf8.count <= longest {
                    text += form
                    break
                }
                if form == part.text + part.short { cut += 1 }
            }
        }
        if cut > 0 { text += "\n(\(cut) more \(cut == 1 ? "part" : "parts") left out: too long)\n" }
        return text
    }

    private struct Part {
        var text: String
        var patch = ""
        var short: String { patch.isEmpty ? "" : "(the patch is left out: too long)\n" }
    }

    /// What the agent has to act on comes first, since the end is cut first.
    private var parts: [Part] {
        var parts: [Part] = []
        for comment in comments {
            let place = "\(comment.path.text)\(Self.words(comment.range))"
            let head = comment.kind == .rejection ? "Rejected in \(place), because:" : "Comment on \(place):"
            parts.append(Part(text: "\n\(head)\n\(Self.quoted(comment.text))", patch: comment.patch))
        }
        for file in files where !file.edited.isEmpty {
            parts.append(
                Part(text: "\nThe user edited your version of \(file.path.text); keep this:\n", patch: file.edited))
        }
        for file in files where !file.rejected.isEmpty {
            parts.append(Part(text: "\nRejected in \(file.path.text):\n", patch: file.rejected))
        }
        for file in files where file.isUndone {
            parts.append(Part(text: "\nThe user undid a write of \(file.path.text).\n"))
        }
        for file in files where file.accepted != (0, 0) {
            parts.append(
                Part(text: "\nAccepted in \(file.path.text): +\(file.accepted.added) -\(file.accepted.removed)\n"))
        }
        return parts
    }

    private static func words(_ range: ReviewComment.Range?) -> String {
        guard let range, let last = range.lines.last else { return "" }
        let first = range.lines.lowerBound + 1
        let lines = last + 1 == first ? "line \(first)" : "lines \(first)-\(last + 1)"
        return ", \(lines)\(range.side == .old ? " of the old version" : "")"
    }

    private static func quoted(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "> \($0)\n" }.joined()
    }

    private static func fenced(_ patch: String) -> String {
        guard !patch.isEmpty else { return "" }
        let fence = Fence.around(patch)
        return "\(fence)diff\n\(patch)\(patch.utf8.last == 0x0A ? "" : "\n")\(fence)\n"
    }
}

/// Marks around a text that the text itself does not hold.
public enum Fence {
    /// Backticks, three at least, and one more than the text has in a row.
    public static func around(_ text: String) -> String {
        var (longest, run) = (2, 0)
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return String(repeating: "`", count: longest + 1)
    }
}
