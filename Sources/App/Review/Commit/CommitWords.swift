// What became of a commit, in words.

public import ChangeReview
internal import Screen

extension ReviewWords {
    /// Why a write that is a commit did not come about, without a full stop.
    public static func reason(of refusal: CommitRefusal) -> String {
        let words = Words.rows(of: refusal).joined(separator: " ")
        return if case .git = refusal { "git commit refused: \(words)" } else { words }
    }
}

extension Words {
    static func text(of report: CommitReport, subject: String, isCut: Bool) -> String {
        var text = "Committed \(counted(report.files, "file")) as \(report.id): \(truncated(subject, columns: 60))"
        for left in report.leftOut.prefix(3) { text += ". \(self.text(of: left, place: "not in it"))" }
        if report.leftOut.count > 3 { text += ". \(report.leftOut.count - 3) more were left out" }
        for lag in report.lags { text += ". \(self.text(of: lag, commit: report.id))" }
        if isCut { text += ". Older writes were too large to remember and are not in it" }
        return text
    }

    static func text(of left: CommitReport.LeftOut, place: String = "in no commit") -> String {
        let reason =
            switch left.reason {
            case .unknown: "HEAD has no such file"
            case .overlaps: "HEAD has other lines there"
            case .notAFile: "HEAD has a link or a submodule there"
            }
        return "\(left.path.text) is \(place): \(reason)"
    }

    /// `u` behind a commit: what it would do is not what it looks like.
    static func text(ofUndoingIn commit: String, again key: String) -> String {
        "That is in commit \(commit), which git keeps: git reset --soft HEAD~1 takes it back. \(key) again undoes what was "
            + "written, in the files alone"
    }

    /// Whoever quits while git commits waits for it.
    static func text(ofWaitingForGit signs: Signs) -> String {
        "Quits when git has committed\(signs.dots) Ctrl-C twice ends git"
    }

    /// Where index or files are behind a commit that was made.
    static func text(of lag: CommitLag, commit: String) -> String {
        let (files, isOne) = (names(of: lag.paths), lag.paths.count == 1)
        switch lag.reason {
        case .otherLines:
            return "\(files) \(isOne ? "holds" : "hold") other lines there than commit \(commit) and "
                + "\(isOne ? "was left as it is" : "were left as they are"). git status shows the difference"
        case .index(let reason):
            return
                "The index could not follow commit \(commit): \(sentence(reason)) git status shows it as taken back in "
                + "\(files); git reset -- \(isOne ? files : "FILES") puts that right"
        case .files(let reason):
            return "Commit \(commit) could not be put into \(files): \(sentence(reason)) "
                + "\(isOne ? "It is" : "They are") as before; git checkout -p HEAD puts it in"
        }
    }

    /// In one sentence, after the files were written.
    static func text(of refusal: CommitRefusal, isLeaving: Bool = false) -> String {
        if refusal == .nothing { return "No commit was made: HEAD holds all of it already" }
        let kept =
            isLeaving ? "The files are written; git commit can take them." : "The files are written; M tries again"
        return "No commit was made: \(sentence(rows(of: refusal).joined(separator: " "))) \(kept)"
    }

    /// Why there is no commit, line by line.
    static func rows(of refusal: CommitRefusal) -> [String] {
        switch refusal {
        case .noRepository: ["There is no git repository here."]
        case .notInstalled: ["git is not installed, or not in PATH."]
        case .underWay(let what): ["In this repository \(what) is under way. Finish it first; git status says how."]
        case .nothing: ["HEAD holds all of it already."]
        case .allLeftOut(let left): left.map { text(of: $0, place: "not in it") + "." }
        case .ended: ["git was ended before it was done."]
        case .git(let lines): lines.isEmpty ? ["git gave no reason."] : lines
        }
    }
}
