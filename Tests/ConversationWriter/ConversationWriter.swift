// A process that appends to a conversation until it is killed, and says what it knows to be on disk: the child of the test
// that kills it.
//
//     ConversationWriter STATE ID
//
// Each step is an entry, a message and now and then a note; its number is printed when the append has returned.
import Glibc
import TaskMachine
import Workspace

@main
struct ConversationWriter {
    static func main() {
        let words = CommandLine.arguments
        guard words.count == 3 else { exit(2) }
        let shelf = ConversationShelf(stateFolder: words[1], project: "/p")
        do {
            var (file, next) = try open(words[2], in: shelf)
            while true {
                let size = [10, 300, 5000, 70_000][next % 4]
                let text = "\(next) " + String(repeating: "x", count: size)
                var note = ConversationNote()
                note.title = "step \(next)"
                try file.append(
                    [
                        .entry(.user(text, id: next)),
                        .message(ChatMessage(role: .user, content: text), number: next - 1),
                    ] + (next % 5 == 0 ? [.note(note)] : []))
                let line = Array("\(next)\n".utf8)
                guard write(STDOUT_FILENO, line, line.count) == line.count else { exit(1) }
                next += 1
            }
        } catch {
            print("failed", error)
            exit(1)
        }
    }

    private static func open(_ id: String, in shelf: ConversationShelf) throws -> (ConversationFile, Int) {
        guard try shelf.list().contains(where: { $0.id == id }) else {
            return (try shelf.create(id: id, seconds: 1, with: []), 1)
        }
        let opened = try shelf.open(id)
        guard let file = opened.file else { exit(1) }
        return (file, (opened.state.entries.last?.id ?? 0) + 1)
    }
}

extension Entry {
    fileprivate static func user(_ text: String, id: Int) -> Entry { Entry(id: id, content: .user(text)) }
}
