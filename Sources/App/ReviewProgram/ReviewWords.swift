// What a review has to say about its beginning and its end, for people.

public import ChangeReview
internal import Screen

/// Lines for the screen of a review, and for the shell before and after it.
public enum ReviewWords {
    public static func title(of subject: ReviewSubject) -> String {
        switch subject {
        case .workingTree(nil): "working tree against the index"
        case .workingTree(let revision?): "working tree against \(revision)"
        case .staged(let revision): "index against \(revision)"
        case .revisions(let text): text
        case .patch(let name): name ?? "a patch from standard input"
        case .files(let old, let new): "\(old) \(new)"
        case .watch: "what is written from now on"
        }
    }

    static func place(of target: ReviewTarget) -> (long: String, short: String) {
        switch target {
        case .workingTree: ("w writes the files", "w write")
        case .index: ("w writes the index", "w to index")
        case .commit: ("w commits", "w commits")
        case .patch: ("w writes the patch", "w to patch")
        }
    }

    /// What can't be reviewed, a line for each, with its reason.
    public static func lines(about contents: ReviewContents) -> [String] {
        contents.problems.map { "line \($0.line) of the patch: \(words(for: $0.reason))" }
            + contents.misfits.flatMap { lines(about: $0) }
            + contents.leftOut.map { "\(visibleText($0.name)): \(words(for: $0.reason))" }
    }

    /// Lines for a terminal of so many columns, broken between words: a terminal breaks them anywhere. What stands between
    /// backticks is to be copied, and stays in one piece; what follows a broken line is indented.
    public static func wrapped(_ lines: [String], columns: Int) -> [String] {
        lines.flatMap { line -> [String] in
            let indent = String(line.prefix { $0 == " " })
            var rows: [String] = []
            var row = indent
            var isEmpty = true
            for word in words(of: line.dropFirst(indent.count)) {
                if !isEmpty, displayWidth(of: row) + 1 + displayWidth(of: word) > columns {
                    rows.append(row)
                    (row, isEmpty) = (indent + "  ", true)
                }
                row += (isEmpty ? "" : " ") + word
                isEmpty = false
            }
            return rows + [row]
        }
    }

    /// Parted at blanks, but not within backticks.
    private static func words(of line: Substring) -> [String] {
        var words = [""]
        var isQuoted = false
        for character in line {
            if character == "`" { isQuoted.toggle() }
            if character == " ", !isQuoted { words.append("") } else { words[words.count - 1].append(character) }
        }
        return words
    }

    /// A line for each file: which of the two ways it goes.
    public static func standings(of changes: ChangeSet) -> [String] {
        changes.changes.map { change in
            let words =
                if change.conflict != nil {
                    "conflict"
                } else {
                    changes.isInPlace(change.path) ? "in place" : "for applying"
                }
            return "\(visibleText(change.path.text)): \(words), +\(change.addedLines) -\(change.removedLines)"
        }
    }

    private static func words(for reason: LeftOutFile.Reason) -> String {
        switch reason {
        case .symbolicLink: "a symbolic link, which is not reviewed."
        case .submodule: "a submodule, which is not reviewed."
        case .nameNotText: "its name is not UTF-8."
        case .nameOutside: "not a path inside this folder."
        case .tooLarge(let bytes): "\(bytesText(bytes)) is more than a review takes in."
        case .objectMissing: "git does not have its contents here."
        case .unmerged: "a merge is under way in it. Resolve it, then review."
        case .binaryWithoutContent: "the patch says that it differs, not how. git diff --binary would."
        case .found(let finding): words(for: finding)
        }
    }

    private static func words(for finding: DiskFinding) -> String {
        switch finding {
        case .file: "another file is there."
        case .missing: "it is not there."
        case .folder: "a folder is there."
        case .symbolicLink: "a symbolic link is there, and links are not followed."
        case .special: "a pipe, a socket or a device is there."
        case .unreadable(let reason): "it can't be read: \(Words.sentence(reason))"
        case .tooLarge(let bytes): "\(bytesText(bytes)) is more than a review takes in."
        }
    }

    private static func words(for reason: Patch.Problem.Reason) -> String {
        switch reason {
        case .countsDiffer(let stated, let found):
            "the hunk says \(stated.old) and \(stated.new) lines and has \(found.old) and \(found.new). What it has was taken."
        case .endsInsideHunk: "it ends within a hunk; it was cut off."
        case .unreadableHunkHeader: "a hunk's head can't be read. Its lines were passed over."
        case .hunkWithoutFile: "a hunk without a file's name. It was passed over."
        case .unreadableName: "a file's name can't be read."
        case .nameOutsideProject: "a name that leads out of the folder."
        case .unreadableBinary: "a binary patch that is cut off or damaged. It was passed over."
        case .encodedMail: "a mail in base64 or quoted-printable, which is not decoded. Save its patch as plain text."
        }
    }

    // MARK: What does not fit

    private static func lines(about misfit: FittedPatch.Misfit) -> [String] {
        let name = misfit.patch.path?.text ?? "line \(misfit.patch.line)"
        var lines = ["\(name): \(words(for: misfit.forward))"]
        if case .hunks(let fit) = misfit.forward {
            // Those that are there already fit one way: they are no misfits, and are left out with the rest.
            for (number, refusal) in fit.refusals where fit.misfits == 0 || refusal.reason != .alreadyApplied {
                lines.append(
                    "  hunk \(number + 1), line \(misfit.patch.hunks[number].line) of the patch: \(words(for: refusal))"
                )
            }
        }
        if misfit.offersThreeWay {
            lines.append("  Git has the file that it was made from: --3way merges the two.")
        }
        return lines
    }

    private static func words(for refusal: PatchFit.Refusal) -> String {
        var text =
            switch refusal.reason {
            case .linesDiffer: "its lines are not in the file"
            case .placeDiffers: "its lines are there, but not at the beginning or end, where it belongs"
            case .alreadyApplied: "it is in the file already"
            case .overlaps: "another hunk took its place"
            }
        if let nearest = refusal.nearest, refusal.reason != .alreadyApplied {
            text +=
                "; nearest is line \(nearest.line + 1), where \(nearest.fittingLines) of \(nearest.hunkLines) lines fit "
                + "and line \(nearest.firstDifferent + 1) is the first that differs"
        }
        return text + "."
    }

    /// A file of a patch is reviewed whole or not at all: what else of it would fit is said to be left out, too.
    private static func words(unfit: Int, of all: Int) -> String {
        if unfit == 0 { return "its hunks are there in part, and not as one file of the patch." }
        let (isOne, rest) = (unfit == 1, all - unfit)
        let words = "\(groupedCount(unfit)) of \(counted(all, "hunk")) \(isOne ? "fits" : "fit") neither way"
        if rest == 0 { return "\(words)." }
        let others = rest == 1 ? "the other one is" : "the other \(groupedCount(rest)) are"
        return "\(words); \(others) left out with \(isOne ? "it" : "them")."
    }

    private static func words(for obstacle: FilePatch.Obstacle) -> String {
        switch obstacle {
        case .missing: "the file that it changes is not there."
        case .exists: "the file that it makes is there already, with other contents."
        case .leavesContent: "it deletes the file, which has other lines too."
        case .hunks(let fit):
            words(unfit: fit.misfits, of: fit.placements.count)
        case .binary(.damaged): "its binary patch is damaged."
        case .binary(.otherBase), .otherBlob: "its binary patch is for other contents than are there."
        case .binary(.tooLarge): "its binary patch makes more bytes than a review takes in."
        case .noInflate, .notReviewed: "it is nothing that is reviewed."
        }
    }
}

extension PatchFit {
    /// Hunks that fit neither way.
    fileprivate var misfits: Int { refusals.count { $0.refusal.reason != .alreadyApplied } }
}
