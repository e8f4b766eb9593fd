// Every way out of the project that an agent could name, and the ways in that it may.
import ChangeReview
import Glibc
import Storage
import TestSupport
import Testing

@testable import Workspace

@Suite struct RootGuardTests {
    let inside = RootGuard(roots: ["/home/ada/shop", "/link/shop"], ownFolders: ["/home/ada/.local/state/oropendola"])
    let home = RootGuard(roots: ["/home/ada"], ownFolders: ["/home/ada/.local/state/oropendola"])
    let everything = RootGuard(roots: ["/"], ownFolders: ["/home/ada/.local/state/oropendola"])

    @Test(arguments: [
        ("a.txt", "a.txt"), ("./a.txt", "a.txt"), ("src//a.txt", "src/a.txt"), ("src/./a.txt", "src/a.txt"),
        ("src/", "src"), ("/home/ada/shop/src/a.txt", "src/a.txt"), ("/link/shop/a.txt", "a.txt"),
        ("\"a\\nb\"", "a\nb"), ("\"caf\\303\\251\"", "café"), (".gitignore", ".gitignore"), ("a..b", "a..b"),
        (".github/x", ".github/x"), ("git/x", "git/x"), ("..a/...", "..a/..."), ("\"", "\""),
    ])
    func allows(written: String, meant: String) throws {
        #expect(try inside.path(written) == path(meant))
    }

    @Test(arguments: [
        ("/etc/passwd", AccessFailure.outside("/etc/passwd")),
        ("/home/ada/shopping/x", .outside("/home/ada/shopping/x")),
        ("../x", .climbs("../x")), ("a/../../x", .climbs("a/../../x")), ("a/..", .climbs("a/..")),
        ("/home/ada/shop/../x", .climbs("/home/ada/shop/../x")), ("..", .climbs("..")),
        ("../\u{301}x", .climbs("../\u{301}x")), ("", .isFolder("")), (".", .isFolder(".")),
        ("/home/ada/shop", .isFolder("/home/ada/shop")), ("a\0b", .malformed("a\0b")),
        (".git/config", .gitFolder(".git/config")), (".git", .gitFolder(".git")),
        ("sub/.git/hooks/x", .gitFolder("sub/.git/hooks/x")), (".GIT/config", .gitFolder(".GIT/config")),
        (".gIt/\u{301}x", .gitFolder(".gIt/\u{301}x")), ("\"\\377\"", .notText("\"\\377\"")),
    ])
    func refuses(written: String, failure: AccessFailure) {
        #expect(throws: failure) { try inside.path(written) }
    }

    @Test func ownStateIsOffLimits() throws {
        let own = ".local/state/oropendola"
        #expect(throws: AccessFailure.ownState("\(own)/projects/x")) { try home.path("\(own)/projects/x") }
        #expect(throws: AccessFailure.ownState(own)) { try home.path(own) }
        #expect(try home.path(".local/state/other").text == ".local/state/other")
        #expect(throws: AccessFailure.ownState("home/ada/\(own)/x")) { try everything.path("/home/ada/\(own)/x") }
        #expect(try everything.path("/etc/hosts").text == "etc/hosts")
        #expect(try everything.folder("/") == nil)
    }

    @Test func refusalsSayWhy() {
        #expect(
            AccessFailure.climbs("../x").text
                == "refused: ../x has a `..` in it; use a path relative to the project's root")
        #expect(
            AccessFailure.symbolicLink("a\nb").text
                == "refused: \"a\\nb\" is a symbolic link, and links are not followed")
    }

    @Test(arguments: [
        ("plain name.txt", "plain name.txt"), ("a\nb", "\"a\\nb\""), ("a\"b", "\"a\\\"b\""), ("a\\b", "\"a\\\\b\""),
        ("\u{1B}[31m", "\"\\033[31m\""), ("café", "café"), ("日本", "日本"), ("a\u{202E}b", "\"a\\342\\200\\256b\""),
    ])
    func quotesLikeGit(name: String, shown: String) {
        #expect(printed(name) == shown)
        #expect(unquoted(shown) == name)
    }

    @Test func invalidNamesAreOctal() {
        #expect(printed([0x63, 0xE9]) == "\"c\\351\"")
        #expect(unquoted("\"c\\351\"") == nil)
    }

    @Test func everyNameComesBack() {
        var random = SeededGenerator.fresh()
        let letters: [Character] = ["a", "\"", "\\", "\n", "\t", "é", "\u{301}", "\u{7F}", "1", " ", "\u{200B}", "/"]
        for _ in 0..<fuzzRounds(default: 300) {
            let name = String(
                (0..<Int.random(in: 1...8, using: &random)).map { _ in
                    letters.randomElement(using: &random) ?? "a"
                })
            #expect(unquoted(printed(name)).map { Array($0.utf8) } == Array(name.utf8), "seed \(random.seed)")
        }
    }
}
