// All that a command started, wherever it hides: a process that makes a session of its own leaves the group, and only
// a mark in its environment tells whose it is.
import Glibc

/// A process as `/proc` shows it.
struct FamilyMember: Hashable {
    var identifier: pid_t
    /// Clock ticks since the machine's start: tells a number that was given again.
    var started: UInt64
    /// The name of its program, 15 bytes at most.
    var name: String
}

/// The processes of one command.
struct ProcessFamily {
    /// The variable whose value marks every process of a command, unless it clears its environment.
    static let variable = "OROPENDOLA_COMMAND"

    /// The group of the command's shell.
    let group: pid_t
    let mark: String

    /// Whoever runs and has the mark, is in the group, or descends from one of these. The dead are left out.
    func members() -> [FamilyMember] {
        var rows: [pid_t: Row] = [:]
        var family: Set<pid_t> = []
        for identifier in ProcessFamily.identifiers() {
            guard let row = Row(identifier) else { continue }
            rows[identifier] = row
            if row.group == group || hasMark(identifier) { family.insert(identifier) }
        }
        var grows = true
        while grows {
            grows = false
            for (identifier, row) in rows where !family.contains(identifier) && family.contains(row.parent) {
                family.insert(identifier)
                grows = true
            }
        }
        return family.compactMap { identifier in
            guard let row = rows[identifier], !row.isDead else { return nil }
            return FamilyMember(identifier: identifier, started: row.started, name: row.name)
        }.sorted { $0.identifier < $1.identifier }
    }

    /// Whether anybody of the shell's own group runs.
    var isGroupAlive: Bool {
        ProcessFamily.identifiers().contains { identifier in
            guard let row = Row(identifier) else { return false }
            return row.group == group && !row.isDead
        }
    }

    /// Sends a signal to each. One that starts another meanwhile is found by the next call.
    @discardableResult
    func send(_ signal: Int32) -> Bool {
        let members = members()
        for member in members { kill(member.identifier, signal) }
        return !members.isEmpty
    }

    /// Kills until none is left: a process that forks faster than it is found runs into the last round.
    func killAll() {
        for _ in 0..<10 where send(SIGKILL) { sched_yield() }
    }

    private func hasMark(_ identifier: pid_t) -> Bool {
        guard let bytes = contents(of: "/proc/\(identifier)/environ", limit: 1 << 20) else { return false }
        let wanted = Array("\(ProcessFamily.variable)=\(mark)".utf8)
        return bytes.split(separator: 0).contains { $0.elementsEqual(wanted) }
    }

    private static func identifiers() -> [pid_t] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var found: [pid_t] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let number = pid_t(name) { found.append(number) }
        }
        return found
    }

    /// `/proc/<pid>/stat` (proc(5)).
    private struct Row {
        var name: String
        var parent: pid_t
        var group: pid_t
        var started: UInt64
        var isDead: Bool

        init?(_ identifier: pid_t) {
            guard let bytes = contents(of: "/proc/\(identifier)/stat", limit: 4096),
                // The name may hold blanks and parentheses: it ends at the last one.
                let open = bytes.firstIndex(of: UInt8(ascii: "(")), let close = bytes.lastIndex(of: UInt8(ascii: ")"))
            else { return nil }
            let words = String(decoding: bytes[(close + 1)...], as: UTF8.self).split(separator: " ")
            guard words.count > 19, let parent = pid_t(words[1]), let group = pid_t(words[2]),
                let started = UInt64(words[19])
            else { return nil }
            name = String(decoding: bytes[(open + 1)..<close], as: UTF8.self)
            self.parent = parent
            self.group = group
            self.started = started
            isDead = words[0] == "Z" || words[0] == "X"
        }
    }
}

private func contents(of path: String, limit: Int) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while all.count < limit {
        let count = read(file, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        all += buffer[..<count]
    }
    return all
}
