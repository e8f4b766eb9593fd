// What became of a commit, in words.

internal import ChangeReview
internal import Screen

extension Words {
    static func text(of report: CommitReport, subject: String, isCut: Bool) -> String {
        var text = "Committed \(counted(report.files, "file")) as \(report.id): \(truncated(subject, columns: 60))"
        for left in report.leftOut.prefix(3) { text += ". \(self.text(of: left))" }
        if report.leftOut.count > 3 { text += ". \(report.leftOut.count - 3) more were left out" }
        if isCut { text += ". Older writes were too large to remember and are not in it" }
        return text
    }

    private static func text(of left: CommitReport.LeftOut) -> String {
        switch left.reason {
        case .unknown: "\(left.path.text) is not in it: HEAD has no such file"
        case .overlaps: "\(left.path.text) is not in it: HEAD has other lines there"
        case .notAFile: "\(left.path.text) is not in it: HEAD has a link or a submodule there"
        }
    }

    /// In one sentence, after the files were written.
    static func text(of refusal: CommitRefusal) -> String {
        "No commit was made: \(sentence(rows(of: refusal).joined(separator: " "))) The files are written; M tries again"
    }

    /// Why there is no commit, line by line.
    static func rows(of refusal: CommitRefusal) -> [String] {
        switch refusal {
        case .noRepository: ["There is no git repository here."]
        case .notInstalled: ["git is not installed, or not in PATH."]
        case .underWay(let what): ["In this repository \(what) is under way. Finish it first; git status says how."]
        case .nothing: ["HEAD holds all of it already."]
        case .allLeftOut(let left): left.map { text(of: $0) + "." }
        case .git(let lines): lines.isEmpty ? ["git gave no reason."] : lines
        }
    }
}
