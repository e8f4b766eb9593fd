// What in a message is a mention, and what only looks like one.
import Testing

@testable import Workspace

@Suite struct MentionTests {
    func found(_ text: String) -> [String] {
        Mention.all(in: text, limit: 50).map { mention in
            mention.targets.map { target in
                switch target {
                case .git: "git"
                case .path(let path, nil): path
                case .path(let path, let lines?): "\(path)#\(lines.lowerBound)-\(lines.upperBound)"
                }
            }.joined(separator: "|")
        }
    }

    @Test func forms() {
        #expect(found("look at @a.swift and @src/") == ["a.swift", "src/"])
        #expect(found("@a.swift:10-40") == ["a.swift#10-40|a.swift:10-40"])
        #expect(found("@a.swift:7") == ["a.swift#7-7|a.swift:7"])
        #expect(found("@\"my file.txt\" @\"b c.txt\":2-3 x") == ["my file.txt", "b c.txt#2-3"])
        #expect(found("@git, please") == ["git"])
        #expect(found("(see @a.txt)") == ["a.txt|a.txt)"])
        #expect(found("what is @a.txt?") == ["a.txt|a.txt?"])
        #expect(found("@a.txt @a.txt") == ["a.txt"])
        #expect(found("@a.swift:40-10") == ["a.swift:40-10"])
        #expect(found("@a.swift:0") == ["a.swift:0"])
    }

    @Test func whatIsNone() {
        #expect(found("me@example.com") == [])
        #expect(found("`@a.swift`, @@x, @ y, @") == [])
        #expect(found("```\n@a.swift\n```\n@b.swift") == ["b.swift"])
    }

    @Test func absenceIsWorthAWord() {
        func isSure(_ text: String) -> Bool { Mention.all(in: text, limit: 9).first?.isSurelyPath ?? false }
        #expect(isSure("@gone.swift") && isSure("@src/gone.md") && isSure("@gone/") && isSure("@\"gone\""))
        #expect(isSure("@gone:3") && isSure("@../x") && isSure("@/etc/passwd"))
        #expect(!isSure("@MainActor") && !isSure("@angular/core") && !isSure("@app.route") && !isSure("@user"))
        #expect(!isSure("@objc(name)") && !isSure("@.hidden"))
    }
}
