// What is looked at before a plan is written: is every file still what the plan starts from, and can it be written?
import ChangeReview
import Glibc
import Storage

let staleFile = ESTALE
let existingFile = EEXIST
let notPossible = EINVAL

extension ProjectFolder {
    /// Compares each `before` with the disk. Steps that change nothing are dropped.
    func check(
        _ steps: [(step: FileStep, origin: JournalEntry.Step?)]
    ) throws(ApplyFailure) -> (steps: [JournalEntry.Step], seen: [RelativePath: FileStatus]) {
        var checked: [JournalEntry.Step] = []
        var seen: [RelativePath: FileStatus] = [:]
        var changed: [RelativePath: FileState?] = [:]
        for (step, origin) in steps where step.before != step.after {
            let found: FoundFile?
            do throws(AccessFailure) { found = try look(at: step.path) } catch {
                // A folder or a link where the file was: the file is gone, and what stands there stays.
                guard step.before != nil, error.isAnotherKind else { throw .refused(step.path, error) }
                changed[step.path] = .some(nil)
                continue
            }
            guard found?.state == step.before else {
                changed[step.path] = .some(found?.state)
                continue
            }
            seen[step.path] = found?.status
            checked.append(
                JournalEntry.Step(
                    step: step, mode: found?.status.mode ?? origin?.mode ?? JournalEntry.newMode,
                    owner: found?.status.owner ?? origin?.owner ?? 0,
                    group: found?.status.group ?? origin?.group ?? 0))
        }
        guard changed.isEmpty else { throw .changedOnDisk(changed) }
        return (checked, seen)
    }

    /// The folders that the new files need and that are not there, outermost first.
    func missingFolders(_ steps: [FileStep]) throws(ApplyFailure) -> [RelativePath] {
        var missing: Set<RelativePath> = []
        for step in steps where step.after != nil {
            var above = step.path
            while let parent = RelativePath(above.parent), !missing.contains(parent) {
                do throws(AccessFailure) {
                    if try openFolder(parent) != nil { break }
                } catch {
                    throw .refused(step.path, error)
                }
                missing.insert(parent)
                above = parent
            }
        }
        return missing.sorted()
    }
}

extension AccessFailure {
    /// Something that is no regular file stands there, or in the way.
    fileprivate var isAnotherKind: Bool {
        switch self {
        case .isFolder, .symbolicLink, .special, .notFolder: true
        default: false
        }
    }
}
