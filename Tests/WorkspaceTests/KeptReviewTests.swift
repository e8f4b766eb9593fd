// What is kept of a review, written and read back.
import ChangeReview
import JSON
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct KeptReviewTests {
    private let path = RelativePath("a.txt")!

    private var marks: KeptMarks {
        var marks = KeptMarks(files: [
            path: [
                KeptMarks.Run(
                    fingerprint: 0xcbf2_9ce4_8422_2325, marks: [.accepted, .undecided, .rejected],
                    cuts: HunkCuts(splits: [1], joins: [0])),
                KeptMarks.Run(fingerprint: 7, marks: [.rejected, .accepted], isSettled: true),
            ]
        ])
        marks.inPlace = [path]
        if let other = RelativePath("b.txt") {
            marks.choices[other] = ConflictChoices(
                fingerprint: UInt64.max, choices: [.ours, nil, .both, .custom([0xFF, 0x0A]), .custom([])])
        }
        marks.comments = [
            KeptComment(
                path: path,
                place: KeptComment.Place(side: .old, first: 3, count: 2, firstLine: 5, allLines: UInt64.max),
                kind: .rejection, text: "two\nlines", patch: "@@ -1 +1 @@\n", isResolved: false),
            KeptComment(path: path, place: nil, kind: .remark, text: "日本", patch: "", isResolved: true),
        ]
        return marks
    }

    @Test func whatIsKeptIsReadBack() throws {
        let folder = try Project(["a.txt": "1\n"])
        let project = try folder.open()
        let kept = KeptReview("a key", in: project)
        try kept.keep(marks)
        #expect(kept.read() == marks)
        #expect(KeptReview("another", in: project).read().isEmpty)
        try kept.keep(KeptMarks())
        #expect(kept.read().isEmpty)
    }

    /// What an earlier version wrote, and what is no kept review.
    @Test func otherFormsAreReadAsFarAsTheyGo() throws {
        let earlier = #"{"version":1,"files":[{"path":"a.txt","runs":[["7","aur"],["x","a"],["8"]]}]}"#
        let read = KeptMarks(try JSONValue.parse(earlier))
        #expect(read.files == [path: [KeptMarks.Run(fingerprint: 7, marks: [.accepted, .undecided, .rejected])]])
        for spoilt in [
            "[]", #"{"files":[{"path":"../a","runs":[["7","a"]]}]}"#, #"{"files":[{"path":"a.txt","runs":7}]}"#,
            #"{"comments":[{"path":"a.txt","kind":"remark","text":"t","side":"new","first":-1,"count":0}]}"#,
            #"{"comments":[{"path":"a.txt","kind":"song","text":"t"}]}"#,
        ] {
            #expect(KeptMarks(try JSONValue.parse(spoilt)).isEmpty, "\(spoilt)")
        }
        let far = #"{"files":[{"path":"a.txt","runs":[["7","a",[5,-1,0],[9]]]}]}"#
        #expect(KeptMarks(try JSONValue.parse(far)).files[path]?.first?.cuts == HunkCuts(splits: [0]))
    }
}
