// What an earlier run of the same review kept, read once: what is looked at this time, and what has to stay as it is.
import App
import ChangeReview
import Workspace

struct KeptFromBefore {
    /// Where this run keeps its own; `nil` when what is there can't be read and could not be put aside.
    private(set) var place: KeptReview?
    private(set) var marks = KeptMarks()
    /// It was kept of another patch of the same files.
    private(set) var isOfAnother = false
    /// Of files that are not looked at this time.
    private(set) var carried = KeptMarks()
    private(set) var troubles: [Trouble] = []

    /// - Parameters:
    ///   - key: what is reviewed, however much of it is looked at.
    ///   - exactly: as in `KeptReview`.
    init(_ key: String, exactly: String? = nil, _ options: ReviewCommand, in project: ProjectFolder) {
        let place = KeptReview("\(key) \(options.target.rawValue) \(options.reverse)", exactly: exactly, in: project)
        self.place = place
        do throws(KeptReview.Unreadable) {
            let found = try place.read()
            (marks, isOfAnother) = (found.marks, found.isOfAnother)
        } catch {
            troubles.append(.keptNotRead(reason: error.reason, aside: error.aside))
            if error.aside == nil { self.place = nil }
        }
    }

    /// Files of which parts were taken out. Of another patch that says nothing.
    var inPlace: Set<RelativePath> { isOfAnother ? [] : marks.inPlace }

    /// Leaves what is kept of these files as it is.
    mutating func carry(_ paths: Set<RelativePath>) { (carried, marks) = marks.parted(at: paths) }
}
