// Decisions and comments of a review that was left, in the project's state folder, under what was reviewed.
public import ChangeReview
import JSON
public import Storage

/// The file that keeps what was decided and said in one review.
public struct KeptReview: Sendable {
    /// What is kept there is not, or not wholly, what this program writes. It is put aside: a person's words may be in it.
    public struct Unreadable: Error, Equatable, Sendable {
        /// What is wrong, for people.
        public var reason: String
        /// Where it is now; `nil` when it can't be put aside. Then it must not be written over.
        public var aside: String?
    }

    /// What was found.
    public struct Found: Equatable, Sendable {
        public var marks: KeptMarks
        /// It was kept of a review like this one and not of this very one (see `init`).
        public var isOfAnother: Bool
    }

    private let project: ProjectFolder
    /// The closest one first. All are written.
    private let names: [String]

    /// More files than this are not kept in a folder; the oldest go. A review has at most two.
    static let most = 200
    static let largest = 64 << 20

    /// - Parameters:
    ///   - key: what is reviewed, and where it goes; the same text finds the same marks.
    ///   - exactly: tells reviews of the same key apart, as two patches of the same files. Of one that was not seen yet
    ///     what was kept last under the key is found.
    public init(_ key: String, exactly: String? = nil, in project: ProjectFolder) {
        self.project = project
        names = ([exactly.map { "\(key)\n\($0)" }, key].compactMap { $0 }).map {
            "\(hexadecimal(fingerprint(Array($0.utf8)))).json"
        }
    }

    /// No marks when nothing is kept.
    public func read() throws(Unreadable) -> Found {
        for name in names {
            if let marks = try read(name) { return Found(marks: marks, isOfAnother: name != names[0]) }
        }
        return Found(marks: KeptMarks(), isOfAnother: false)
    }

    /// `nil` when there is no such file.
    private func read(_ name: String) throws(Unreadable) -> KeptMarks? {
        let bytes: [UInt8]?
        do throws(FileError) {
            let folder = try opened()
            guard try project.files.status(of: name, in: folder) != nil else { return nil }
            let file = try project.files.open(name, in: folder, .read)
            bytes = try project.files.readAll(file, limit: KeptReview.largest)
        } catch {
            throw putAside(name, "\(error)")
        }
        guard let bytes else { throw putAside(name, "it is larger than \(KeptReview.largest >> 20) MB") }
        guard let value = try? JSONValue.parse(bytes), let marks = KeptMarks(value) else {
            throw putAside(name, "it is damaged, or of another version of this program")
        }
        return marks
    }

    /// Under a name that nothing is kept under yet.
    private func putAside(_ name: String, _ reason: String) -> Unreadable {
        do throws(FileError) {
            let folder = try opened()
            var (other, number) = ("\(name).unread", 1)
            while try project.files.status(of: other, in: folder) != nil {
                number += 1
                other = "\(name).unread\(number)"
            }
            try project.files.rename(name, in: folder, to: other, in: folder)
            return Unreadable(reason: reason, aside: "\(project.statePath)/reviews/\(other)")
        } catch {
            return Unreadable(reason: reason, aside: nil)
        }
    }

    /// Takes the place of what was kept; without any marks the file goes.
    public func keep(_ marks: KeptMarks) throws(FileError) {
        let folder = try opened()
        let bytes = marks.isEmpty ? [] : marks.json.serialized() + [0x0A]
        for name in names {
            if !marks.isEmpty {
                try project.files.replace(name, in: folder, with: bytes)
            } else if try project.files.status(of: name, in: folder) != nil {
                try project.files.remove(name, in: folder)
            }
        }
        if !marks.isEmpty { try trim(folder) }
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
        let found = try listNames(folder, label: "reviews").map { String(decoding: $0, as: UTF8.self) }
        guard found.count > KeptReview.most else { return }
        var times: [(name: String, time: Int)] = []
        for name in found where !names.contains(name) {
            if let status = try project.files.status(of: name, in: folder) {
                times.append((name, Int(status.modified)))
            }
        }
        let oldest = times.sorted { $0.time < $1.time }.prefix(found.count - KeptReview.most)
        for (name, _) in oldest { try project.files.remove(name, in: folder) }
    }
}
