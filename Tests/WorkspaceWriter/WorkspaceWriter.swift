// A process that writes into a project and sends itself a signal in the middle of it: the child of the tests that kill
// and stop a real writer.
//
//     WorkspaceWriter ROOT STATE OPERATION SIGNAL PATH BEFORE AFTER [PATH BEFORE AFTER …]
//
// SIGNAL (a number) is raised before OPERATION: the fortieth of the write is `40`, its third rename `rename:3`.
// `-` is no file. Prints the journal entry, or the failure.
//
//     WorkspaceWriter loop ROOT STATE MICROSECONDS
//
// writes, undoes and does again without an end, until the kernel kills it.
//
//     WorkspaceWriter trim ROOT STATE OPERATION
//
// writes into a journal that is too large, and is killed before this operation of the trimming.
//
//     WorkspaceWriter log ROOT STATE MICROSECONDS DONE
//
// goes on with a review of which DONE events are kept, and lets its log start over every few of them, until the kernel
// kills it.
//
//     WorkspaceWriter measure ROOT STATE FILES BYTES ROUNDS
//
// is a benchmark of writes.
import ChangeReview
import FileDoubles
import Glibc
import Storage
import Synchronization
import Workspace

@main
struct WorkspaceWriter {
    static func main() async {
        let words = CommandLine.arguments
        if words.count == 5, words[1] == "loop", let microseconds = Int(words[4]) {
            await writeForEver(root: words[2], state: words[3], killedAfter: microseconds)
        }
        if words.count == 5, words[1] == "trim", let operation = Int(words[4]) {
            await writeAndTrim(root: words[2], state: words[3], killedBefore: operation)
        }
        if words.count == 6, words[1] == "log", let microseconds = Int(words[4]), let done = Int(words[5]) {
            recordForEver(root: words[2], state: words[3], killedAfter: microseconds, done: done)
        }
        if words.count == 7, words[1] == "measure", let files = Int(words[4]), let bytes = Int(words[5]),
            let rounds = Int(words[6])
        {
            do {
                try await measureWrites(root: words[2], state: words[3], files: files, bytes: bytes, rounds: rounds)
                exit(0)
            } catch {
                print("failed", error)
                exit(1)
            }
        }
        let moment = words.count >= 8 ? words[3].split(separator: ":") : []
        guard let last = moment.last, let wanted = Int(last), let signal = Int32(words[4]) else {
            print("usage")
            exit(2)
        }
        let kind = moment.count == 2 ? String(moment[0]) : nil
        var steps: [FileStep] = []
        var rest = words[5...]
        while let path = rest.popFirst().flatMap({ RelativePath($0) }), let before = rest.popFirst(),
            let after = rest.popFirst()
        {
            steps.append(FileStep(path: path, before: state(before), after: state(after)))
        }
        let folders = Folders(state: words[2], config: "\(words[2])/config", cache: "\(words[2])/cache")
        do {
            let opening = InterceptedFiles()
            _ = try ProjectFolder(words[1], folders: folders, files: opening)
            let first = opening.count
            let matching = Atomic(0)
            let files = InterceptedFiles { number, operation in
                if number > first, kind == nil || kind == operation,
                    matching.add(1, ordering: .relaxed).newValue == wanted
                {
                    raise(signal)
                }
                return .go
            }
            let project = try ProjectFolder(words[1], folders: folders, files: files)
            print("written", try await project.apply(ChangePlan(steps: steps)).entry)
        } catch {
            print("failed", error)
            exit(1)
        }
    }

    static func state(_ text: String) -> FileState? {
        text == "-" ? nil : FileState(bytes: Array(text.utf8))
    }
}
