// A file that is written out: whole or not at all, and never over another.
import Storage
import TestSupport
import Testing

@testable import oropendola

@Suite struct NewFileTests {
    @Test func itIsTheUsersAloneAndItsFullPathIsGiven() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/review.patch"
        #expect(try NewFile(path: path).write([0x00, 0xFF]) == path)
        #expect(try folder.read("review.patch") == [0x00, 0xFF])
        #expect(try run(["stat", "-c", "%a", path]).text == "600\n")
    }

    @Test func whatIsThereIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.md", "mine")
        try run(["ln", "-s", "nowhere", "\(folder.path)/link"])
        try makeFolders("\(folder.path)/folder")
        for name in ["a.md", "link", "folder"] {
            let path = "\(folder.path)/\(name)"
            #expect(throws: NewFile.Trouble.taken(path)) { try NewFile(path: path).write([1]) }
        }
        #expect(try folder.text("a.md") == "mine")
        #expect(!folder.exists("nowhere"))
    }

    @Test func aMissingFolderOrNameIsSaid() throws {
        let folder = try TemporaryFolder()
        #expect(throws: NewFile.Trouble.self) { try NewFile(path: "\(folder.path)/none/a").write([1]) }
        #expect(throws: NewFile.Trouble.failed(reason: "\(folder.path)/ is not the name of a file")) {
            try NewFile(path: "\(folder.path)/").write([1])
        }
        #expect(!folder.exists("none"))
    }

    /// The contents come in pieces, and the disk takes no more in the middle.
    @Test func halfAFileIsNone() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/half"
        #expect(throws: NewFile.Trouble.self) {
            try NewFile(path: path).write { sink throws(FileError) in
                try sink([1, 2, 3])
                throw FileError("write", "half", code: 28)
            }
        }
        #expect(!folder.exists("half"))
    }
}
