// What is kept of a review, written and read back.
import ChangeReview
import Glibc
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
                KeptMarks.Run(fingerprint: 7, marks: [.rejected, .accepted], settled: [0, 1]),
            ]
        ])
        marks.otherForms = [path: [[KeptMarks.Run(fingerprint: 8, marks: [.rejected, .accepted], settled: [1])]]]
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
        #expect(try kept.read() == KeptReview.Found(marks: marks, isOfAnother: false))
        #expect(try KeptReview("another", in: project).read().marks.isEmpty)
        try kept.keep(KeptMarks())
        #expect(try kept.read().marks.isEmpty)
    }

    /// Two patches of the same files do not write over each other; one that was made anew finds what was kept last.
    @Test func reviewsOfTheSameKeyAreToldApart() throws {
        let folder = try Project(["a.txt": "1\n"])
        let project = try folder.open()
        let first = KeptReview("patch", exactly: "1", in: project)
        let second = KeptReview("patch", exactly: "2", in: project)
        try first.keep(marks)
        #expect(try second.read() == KeptReview.Found(marks: marks, isOfAnother: true))
        var others = marks
        others.comments = []
        try second.keep(others)
        #expect(try first.read() == KeptReview.Found(marks: marks, isOfAnother: false))
        #expect(try second.read() == KeptReview.Found(marks: others, isOfAnother: false))
        try second.keep(KeptMarks())
        #expect(try first.read().marks == marks && second.read().marks.isEmpty)
    }

    /// Damaged, too new, or not to be read: it is put aside with all of its bytes, and the next keep overwrites nothing.
    @Test func whatCannotBeReadIsPutAside() throws {
        let folder = try Project(["a.txt": "1\n"])
        let project = try folder.open()
        let kept = KeptReview("a key", in: project)
        let reviews = "\(project.statePath)/reviews"
        for (number, spoilt) in ["{\"version\":1,\"files\":[", "{\"version\":2}", ""].enumerated() {
            try kept.keep(marks)
            let name = try #require(try names(in: reviews).first { $0.hasSuffix(".json") })
            try writeFile("\(reviews)/\(name)", spoilt)
            let aside = "\(reviews)/\(name).unread\(number == 0 ? "" : "\(number + 1)")"
            #expect(
                throws: KeptReview.Unreadable(
                    reason: "it is damaged, or of another version of this program", aside: aside)
            ) { try kept.read() }
            #expect(try String(decoding: readFile(aside), as: UTF8.self) == spoilt)
            #expect(try kept.read().marks.isEmpty)
        }
        try kept.keep(marks)
        let name = try #require(try names(in: reviews).first { $0.hasSuffix(".json") })
        try run(["mkdir", "-p", "\(reviews)/x"], in: reviews)
        try run(["mv", name, "x/"], in: reviews)
        try run(["mv", "x", name], in: reviews)
        #expect(throws: KeptReview.Unreadable.self) { try kept.read() }
        #expect(try kept.read().marks.isEmpty)
    }

    private func names(in folder: String) throws -> [String] {
        try listNames(Descriptor(folder: folder), label: folder).map { String(decoding: $0, as: UTF8.self) }.sorted()
    }

    private func writeFile(_ path: String, _ text: String) throws {
        try SystemFiles().write(
            Array(text.utf8), to: Descriptor(owning: open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)))
    }

    /// What an earlier version wrote is read; of what is no kept review, or in part, nothing is.
    @Test func otherFormsAreReadOrRefusedAsAWhole() throws {
        let earlier = #"{"version":1,"files":[{"path":"a.txt","runs":[["7","aur"]]}]}"#
        let read = try #require(KeptMarks(try JSONValue.parse(earlier)))
        #expect(read.files == [path: [KeptMarks.Run(fingerprint: 7, marks: [.accepted, .undecided, .rejected])]])
        for spoilt in [
            "[]", #"{"version":1,"files":[{"path":"a.txt","runs":[["7","aur"],["x","a"],["8"]]}]}"#,
            #"{"version":1,"files":[{"path":"a.txt","runs":[["7","axr"]]}]}"#,
            #"{"version":1,"files":[{"path":"../a","runs":[["7","a"]]}]}"#,
            #"{"version":1,"files":[{"path":"a.txt","runs":7}]}"#,
            #"{"version":1,"files":[],"comments":[{"path":"a.txt","kind":"remark","text":"t","side":"new","first":-1,"count":0}]}"#,
            #"{"version":1,"files":[],"comments":[{"path":"a.txt","kind":"song","text":"t"}]}"#,
        ] {
            #expect(KeptMarks(try JSONValue.parse(spoilt)) == nil, "\(spoilt)")
        }
        let far = #"{"version":1,"files":[{"path":"a.txt","runs":[["7","a",[5,-1,0],[9]]]}]}"#
        #expect(KeptMarks(try JSONValue.parse(far))?.files[path]?.first?.cuts == HunkCuts(splits: [0]))
    }
}
