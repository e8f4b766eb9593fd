// A document that several programs change: whole, private, and never destroyed.
import FileDoubles
import Glibc
import JSON
import Storage
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct OwnDocumentTests {
    private func mode(_ path: String) -> UInt32? {
        var raw = stat()
        return stat(path, &raw) == 0 ? raw.st_mode & 0o777 : nil
    }

    @Test func itIsMadePrivateAndReadBack() async throws {
        let folder = try TemporaryFolder()
        let document = OwnDocument("accounts.json", in: "\(folder.path)/config/oropendola")
        #expect(try document.read() == nil)
        try await document.change { old in
            #expect(old == nil)
            return .replaced(by: ["version": 1])
        }
        #expect(try document.read() == ["version": 1])
        #expect(mode(document.path) == 0o600 && mode(document.folder) == 0o700)
        try await document.change { _ in .none }
        #expect(try document.read() == ["version": 1])
    }

    /// A file that was copied by hand: what others may do with it ends when we see it.
    @Test func rightsOfOthersAreTakenAway() async throws {
        let folder = try TemporaryFolder()
        try folder.write("accounts.json", "{}")
        #expect(mode("\(folder.path)/accounts.json") == 0o644)
        #expect(try OwnDocument("accounts.json", in: folder.path).read() == [:])
        #expect(mode("\(folder.path)/accounts.json") == 0o600)
    }

    @Test func changesOfTwoAtATimeAreBothThere() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        await withTaskGroup(of: Void.self) { tasks in
            for number in 0..<40 {
                tasks.addTask {
                    // Each with files of its own, as two programs have.
                    try? await OwnDocument("accounts.json", in: path).change { old in
                        .replaced(by: .array((old?.asArray ?? []) + [JSONValue(number)]))
                    }
                }
            }
        }
        let all = try OwnDocument("accounts.json", in: path).read()?.asArray?.compactMap(\.asInt) ?? []
        #expect(all.sorted() == Array(0..<40))
    }

    @Test func aBrokenOneIsKeptAside() async throws {
        let folder = try TemporaryFolder()
        let document = OwnDocument("accounts.json", in: folder.path)
        for (round, name) in ["accounts.json.broken", "accounts.json.broken-2"].enumerated() {
            try folder.write("accounts.json", "{broken \(round)")
            #expect(throws: DocumentProblem.broken) { try document.read() }
            await #expect(throws: DocumentProblem.broken) { try await document.change { _ in .replaced(by: [:]) } }
            #expect(try folder.text("accounts.json") == "{broken \(round)")
            #expect(try await document.setAside() == "\(folder.path)/\(name)")
            #expect(try folder.text(name) == "{broken \(round)")
        }
        #expect(try document.read() == nil)
    }

    /// Whichever operation fails, the old document is there or the new one.
    @Test func aFailureLeavesOldOrNew() async throws {
        let counted = InterceptedFiles()
        let sample = try TemporaryFolder()
        try sample.write("accounts.json", "1")
        try await OwnDocument("accounts.json", in: sample.path, files: counted).change { _ in .replaced(by: 2) }
        #expect(counted.count > 5)
        for failing in 1...counted.count {
            let folder = try TemporaryFolder()
            try folder.write("accounts.json", "1")
            let files = InterceptedFiles { number, _ in number == failing ? .fail(ENOSPC) : .go }
            let document = OwnDocument("accounts.json", in: folder.path, files: files)
            do throws(DocumentProblem) {
                try await document.change { _ in .replaced(by: 2) }
            } catch {
                if case .file(let failure) = error {
                    #expect(failure.code == ENOSPC)
                } else {
                    Issue.record("operation \(failing): \(error)")
                }
            }
            let after = try OwnDocument("accounts.json", in: folder.path).read()
            #expect(after == 1 || after == 2, "operation \(failing)")
        }
    }

    @Test func linksAndFoldersAreNotFollowed() async throws {
        let folder = try TemporaryFolder()
        try folder.write("elsewhere", "{}")
        symlink("\(folder.path)/elsewhere", "\(folder.path)/accounts.json")
        #expect(throws: DocumentProblem.self) { try OwnDocument("accounts.json", in: folder.path).read() }
    }
}
