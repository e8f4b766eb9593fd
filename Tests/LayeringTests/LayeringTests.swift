// Who may import whom, how long a file may be, and who may start a task: rules that SwiftPM does not hold.
import TestSupport
import Testing

struct LayeringTests {
    let root = packageRoot(of: #filePath)

    /// What is written for users: the program, the library, and its examples.
    private func files() throws -> [SourceFile] {
        try ["Sources", "Examples"].flatMap { try sourceFiles(in: $0, of: root) }
    }

    /// `docs/ARCHITECTURE.md` states the table; the sources have to agree with it, both ways.
    @Test func importsAreThoseOfTheTable() throws {
        let text = String(decoding: try readFile("\(root)/docs/ARCHITECTURE.md"), as: UTF8.self)
        let rows = tableRows(startingWith: "Target", in: text)
        var allowed: [String: Set<String>] = [:]
        for row in rows where row.count >= 4 {
            guard let target = quotedNames(row[0]).first else { continue }
            allowed[target] = Set(quotedNames(row[2]) + quotedNames(row[3]))
        }
        #expect(allowed.count > 10, "the table of targets was not found in docs/ARCHITECTURE.md")

        let files = try files().filter { $0.target != "TestSupport" }
        var used: [String: Set<String>] = [:]
        for file in files {
            guard let permitted = allowed[file.target] else {
                Issue.record("\(file.target) is not in the table")
                continue
            }
            for module in file.imports {
                used[file.target, default: []].insert(module)
                if !permitted.contains(module) { Issue.record("\(file.path) imports \(module)") }
            }
        }
        for (target, permitted) in allowed {
            let unused = permitted.subtracting(used[target] ?? [])
            #expect(unused.isEmpty, "the table lets \(target) import \(unused.sorted()), and it does not")
        }
    }

    /// Full Foundation costs 40 MB and 17 ms of start; nothing of ours may pull it in.
    @Test func nobodyImportsFoundation() throws {
        for file in try files() where file.imports.contains("Foundation") {
            Issue.record("\(file.path) imports Foundation")
        }
    }

    @Test func filesAreShort() throws {
        for folder in ["Sources", "Examples", "Tests"] {
            for file in try sourceFiles(in: folder, of: root) where file.lines.count > 401 {
                // A data table says so in its first line.
                if file.lines.first?.contains("Data table") == true { continue }
                Issue.record("\(file.path) has \(file.lines.count - 1) lines; 400 is the limit")
            }
        }
    }

    @Test func filesSayWhyTheyExist() throws {
        for file in try files() where file.lines.first?.hasPrefix("//") != true {
            Issue.record("\(file.path) does not open with a sentence on why it exists")
        }
    }

    /// A task outside these files would be a second place where order can be lost.
    @Test func tasksStartOnlyInDrivers() throws {
        let text = String(decoding: try readFile("\(root)/docs/ARCHITECTURE.md"), as: UTF8.self)
        let drivers = Set(tableRows(startingWith: "Driver", in: text).compactMap { quotedNames($0[0]).first })
        #expect(!drivers.isEmpty, "the table of drivers was not found in docs/ARCHITECTURE.md")
        var found: Set<String> = []
        for file in try files() where file.target != "TestSupport" {
            let starts = file.lines.contains { line in
                !line.trimmed.hasPrefix("//") && ["Task {", "Task(", "Task.detached"].contains { line.hasWord($0) }
            }
            guard starts else { continue }
            found.insert(file.path)
            if !drivers.contains(file.path) { Issue.record("\(file.path) starts a task and is not a driver") }
        }
        #expect(drivers.subtracting(found).isEmpty, "listed drivers that start no task")
    }

    @Test func escapesFromTheLanguageAreNotUsed() throws {
        let words = ["@unchecked Sendable", "nonisolated(unsafe)", "@MainActor", "try!", "unsafeFlags"]
        for file in try files() {
            for (number, line) in file.lines.enumerated() where !line.trimmed.hasPrefix("//") {
                for word in words where line.contains(word) {
                    Issue.record("\(file.path):\(number + 1) uses \(word)")
                }
            }
        }
    }
}
