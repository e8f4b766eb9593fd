// What a review says of an earlier one: what came back, what has lost its lines, and what was settled before it began.

public import ChangeReview
internal import Screen

extension ReviewWords {
    /// What of the beginning has to be known at once; `nil` when there is nothing to say.
    static func first(about start: ReviewStart, _ outcome: KeptMarks.Return) -> String? {
        var parts: [String] = []
        let left = start.contents.leftOut.count + start.contents.misfits.count
        if left > 0 {
            parts.append("\(counted(left, "file")) of it can't be reviewed; the shell says which at the end")
        }
        if parts.isEmpty, start.contents.files.isEmpty, start.subject != .watch {
            parts.append(
                start.written.isEmpty
                    ? "Nothing was written here yet; q quits"
                    : "u takes back what was written last, U writes it again")
        }
        if outcome.hasLost {
            parts.append("What you decided last time is here again, but for \(lost(outcome)): there the lines changed")
        } else if !outcome.isNothing {
            parts.append("What you decided last time is here again")
        }
        let settled = start.contents.files.reduce(0) { $0 + $1.settledHunks }
        if settled > 0 { parts.append("\(counted(settled, "hunk")) of the patch settled before and left out") }
        return parts.isEmpty ? nil : parts.joined(separator: ". ")
    }

    /// What has lost its lines since the last time, comments with their text.
    public static func lines(about outcome: KeptMarks.Return) -> [String] {
        guard outcome.hasLost else { return [] }
        let isOne = outcome.lostLines + outcome.lostChoices + outcome.lostComments.count == 1
        return ["Of last time \(lost(outcome)) \(isOne ? "is" : "are") not here any more: there the lines changed."]
            + outcome.lostComments.map { "  \(visibleText($0.path.text)): \(visibleText(onOneLine($0.text)))" }
    }

    private static func lost(_ outcome: KeptMarks.Return) -> String {
        var parts: [String] = []
        if outcome.lostLines > 0 { parts.append(counted(outcome.lostLines, "decided line")) }
        if outcome.lostChoices > 0 {
            parts.append(counted(outcome.lostChoices, "choice in a conflict", "choices in conflicts"))
        }
        if !outcome.lostComments.isEmpty { parts.append(counted(outcome.lostComments.count, "comment")) }
        return parts.joined(separator: " and ")
    }

    private static func onOneLine(_ text: String) -> String {
        text.split(separator: "\n").joined(separator: " ")
    }

    /// What a key that closes things says where there is nothing to close.
    static func quitting(_ subject: ReviewSubject, _ way: String) -> String {
        subject == .watch
            ? "\(way); what you decided and did not write is not kept" : "\(way); what you decided is kept"
    }

    /// What went wrong before there was a screen.
    public static func lines(about troubles: [Trouble]) -> [String] { troubles.map { "\(Words.text(of: $0))." } }

    /// Hunks of a patch about which there was nothing to decide any more, a line for each file.
    public static func settled(of contents: ReviewContents) -> [String] {
        contents.files.filter { $0.settledHunks + $0.partlySettledHunks > 0 }.map { file in
            var parts: [String] = []
            if file.settledHunks > 0 { parts.append(counted(file.settledHunks, "hunk")) }
            if file.partlySettledHunks > 0 { parts.append("a part of \(counted(file.partlySettledHunks, "hunk"))") }
            let words = parts.joined(separator: " and ")
            let isOne = file.settledHunks + file.partlySettledHunks == 1
            let place =
                file.standing == .inPlace
                ? "\(isOne ? "was" : "were") taken out before" : "\(isOne ? "is" : "are") in it already"
            return "\(visibleText(file.step.path.text)): \(words) of the patch \(place); the rest is reviewed."
        }
    }
}

extension Words {
    /// Why `u` does not take a commit back, and what does.
    static func text(ofUndoing commit: ReviewCommit) -> String {
        let back = commit.isFirst ? "git update-ref -d HEAD" : "git reset --soft HEAD~1"
        return "That is commit \(commit.id), which git keeps. \(back) takes it back, files and index as they are · "
            + "git revert \(commit.id) undoes it with another one"
    }
}
