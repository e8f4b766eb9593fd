// Decisions and comments of a review that was left, in the project's state folder, under what was reviewed.
public import ChangeReview
import JSON
public import Storage

/// The file that keeps what was decided and said in one review.
public struct KeptReview: Sendable {
    private let project: ProjectFolder
    private let name: String

    /// More reviews than this are not kept in a folder; the oldest go.
    static let most = 100
    static let largest = 64 << 20

    /// - Parameter key: what is reviewed, and where it goes; the same text finds the same marks.
    public init(_ key: String, in project: ProjectFolder) {
        self.project = project
        name = "\(hexadecimal(fingerprint(Array(key.utf8)))).json"
    }

    /// Nothing when nothing is kept, or it can't be read.
    public func read() -> KeptMarks {
        do throws(FileError) {
            let folder = try opened()
            guard try project.files.status(of: name, in: folder) != nil else { return KeptMarks() }
            let file = try project.files.open(name, in: folder, .read)
            guard let bytes = try project.files.readAll(file, limit: KeptReview.largest),
                let value = try? JSONValue.parse(bytes)
            else { return KeptMarks() }
            return KeptMarks(value)
        } catch {
            return KeptMarks()
        }
    }

    /// Takes the place of what was kept; without any marks the file goes.
    public func keep(_ marks: KeptMarks) throws(FileError) {
        let folder = try opened()
        if marks.isEmpty {
            if try project.files.status(of: name, in: folder) != nil { try project.files.remove(name, in: folder) }
            return
        }
        try project.files.replace(name, in: folder, with: marks.json.serialized() + [0x0A])
        try trim(folder)
    }

    private func opened() throws(FileError) -> Descriptor {
        let files = project.files
        if try files.status(of: "reviews", in: project.state) == nil {
            do throws(FileError) { try files.makeFolder("reviews", in: project.state, mode: 0o700) } catch {
                // Somebody who started at the same moment may have made it.
                guard try files.status(of: "reviews", in: project.state)?.kind == .folder else { throw error }
            }
        }
        return try files.open("reviews", in: project.state, .folder)
    }

    private func trim(_ folder: borrowing Descriptor) throws(FileError) {
        let names = try listNames(folder, label: "reviews").map { String(decoding: $0, as: UTF8.self) }
        guard names.count > KeptReview.most else { return }
        var times: [(name: String, time: Int)] = []
        for name in names where name != self.name {
            if let status = try project.files.status(of: name, in: folder) {
                times.append((name, Int(status.modified)))
            }
        }
        let oldest = times.sorted { $0.time < $1.time }.prefix(names.count - KeptReview.most)
        for (name, _) in oldest { try project.files.remove(name, in: folder) }
    }
}
