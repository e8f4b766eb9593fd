// One transaction as the journal gives it back: everything that is needed to take it back, or to know that it was done.
import ChangeReview

/// A transaction: its steps, and what the file system knew beside the bytes.
struct JournalEntry: Equatable {
    struct Step: Equatable {
        var step: FileStep
        /// The permission bits the file had before, or gets when it is made.
        var mode: UInt32
        var owner: UInt32
        var group: UInt32
    }

    var steps: [Step]
    /// Folders this transaction makes, outermost first.
    var madeFolders: [RelativePath] = []
    /// Folders that go when this one leaves them empty, innermost first: an earlier transaction made them, or the
    /// change that is taken out.
    var leftFolders: [RelativePath] = []
    /// The entry that this one takes back.
    var undoes: Int?
    /// … which was an undo itself.
    var isRedo = false
    /// What the review held of files of which the steps don't say it.
    var reviewed: [ReviewedFile] = []

    /// What was written.
    var plan: ChangePlan {
        ChangePlan(steps: steps.map(\.step), reviewed: reviewed, leaving: undoes == nil ? leftFolders : [])
    }

    /// Instead of permission bits: the file is new, and the umask decides.
    static let newMode: UInt32 = .max
}
