// Moves as whole turns: small projects that still run when their files have moved, and what is said.

import TestSupport
import Testing

@testable import LocalBackend

@Suite struct MoveTests {
    private func moved(_ files: [String: String], _ orders: [String]) async throws -> (TemporaryFolder, [String]) {
        var tools = MemoryTools(files: files)
        var answers: [String] = []
        for order in orders {
            answers.append(try await play(order, with: &tools, on: HelperEngine(prefix: "t")).answer)
        }
        let folder = try TemporaryFolder()
        for (path, bytes) in tools.files { try folder.write(path, String(decoding: bytes, as: UTF8.self)) }
        return (folder, answers)
    }

    private static func has(_ program: String) -> Bool {
        (try? run(["sh", "-c", "command -v \(program) && \(program) --version"]).status) == 0
    }

    @Test(.enabled("python3 is not here") { has("python3") })
    func aPythonPackageStillRuns() async throws {
        let files = [
            "run.py":
                "import shop.price\nfrom shop import cart\nprint(shop.price.total(cart.items()), shop.price.NAME)\n",
            "shop/__init__.py": "",
            "shop/cart.py": "from .price import NAME\nfrom . import stock, price as p\n\n\n"
                + "def items():\n    return stock.all() + [p.NAME]\n",
            "shop/price.py": "from .stock import ONE\nNAME = 'euro'\n\n\ndef total(x):\n    return len(x) * ONE\n",
            "shop/stock.py": "ONE = 1\n\n\ndef all():\n    return ['a', 'b']\n",
        ]
        let (folder, answers) = try await moved(
            files,
            ["move shop/price.py to shop/money/price.py", "move shop/stock.py to depot.py", "move shop/ to store/"])
        let outcome = try run(["python3", "run.py"], in: folder.path)
        #expect(outcome.text == "3 euro\n", "\(outcome.errorText) \(answers)")
    }

    @Test(.enabled("gcc is not here") { has("gcc") })
    func aCProjectStillCompiles() async throws {
        let files = [
            "src/main.c":
                "#include <stdio.h>\n#include \"list.h\"\n#include \"lib/map.h\"\nint main(void) { printf(\"%d\", LIST + MAP); }\n",
            "src/list.h": "#pragma once\n#include \"lib/map.h\"\n#define LIST 1\n",
            "src/lib/map.h": "#pragma once\n#include \"../base.h\"\n#define MAP (BASE + 1)\n",
            "src/base.h": "#pragma once\n#define BASE 1\n",
        ]
        let (folder, answers) = try await moved(
            files, ["move src/list.h to include/list.h", "move src/lib/ to src/kit/deep/", "move src/main.c to main.c"])
        let outcome = try run(["sh", "-c", "gcc -o a.out main.c && ./a.out"], in: folder.path)
        #expect(outcome.text == "3", "\(outcome.errorText) \(answers)")
    }

    @Test(.enabled("node is not here") { has("node") })
    func aScriptStillRuns() async throws {
        let files = [
            "app.mjs": "import { a } from './src/a.mjs'\nimport { b } from './src/lib/b.mjs'\nconsole.log(a + b)\n",
            "src/a.mjs": "import { b } from './lib/b.mjs'\nexport const a = b + 1\n",
            "src/lib/b.mjs": "import { c } from '../c.mjs'\nexport const b = c + 1\n",
            "src/c.mjs": "export const c = 1\n",
        ]
        let (folder, answers) = try await moved(
            files, ["move src/a.mjs to a.mjs", "move src/lib/ to lib/", "move src/c.mjs to lib/deep/c.mjs"])
        let outcome = try run(["node", "app.mjs"], in: folder.path)
        #expect(outcome.text == "5\n", "\(outcome.errorText) \(answers)")
    }

    @Test func previewsAndGoesOn() async throws {
        var tools = MemoryTools(files: ["a.ts": "import './u'\n", "u.ts": "", "x.go": "u\n"])
        let engine = HelperEngine(prefix: "t")
        let turn = try await play("preview move u.ts to lib/u.ts", with: &tools, on: engine)
        #expect(
            turn.answer == """
                Move `u.ts` to `lib/u.ts`: 1 import in 1 file would change. Nothing is moved yet.

                | File | Lines | Imports |
                |---|--:|--:|
                | `a.ts` | 1 | 1 |

                ```
                a.ts:1
                - import './u'
                + import './lib/u'
                ```

                To go on, say **do it**, or `move u.ts to lib/u.ts`.
                """)
        #expect(tools.text("a.ts") == "import './u'\n")
        let done = try await play("do it", with: &tools, on: engine, after: turn.messages, conversation: "t-1")
        #expect(
            done.answer
                == "Moved `u.ts` to `lib/u.ts`; 1 import in 1 file changed with it. It is staged: moved on disk when "
                + "you accept and write it.")
        #expect(tools.text("a.ts") == "import './lib/u'\n" && tools.files["lib/u.ts"] != nil)
    }

    @Test func movesAloneWhenAsked() async throws {
        var tools = MemoryTools(files: ["a.ts": "import './u'\n", "u.ts": ""])
        _ = try await play("move u.ts to v.ts without imports", with: &tools, on: HelperEngine(prefix: "t"))
        #expect(tools.text("a.ts") == "import './u'\n")
        #expect(tools.calls == ["move_file"])
    }

    @Test func saysWhatItDoesNotKnow() async throws {
        var tools = MemoryTools(files: [
            "a.rs": "mod util;\n", "util.rs": "", "A.swift": "", "d/x.h": "", "m.c": "#include \"x.h\"\n",
        ])
        let engine = HelperEngine(prefix: "t")
        let rust = try await play("move util.rs to b/util.rs", with: &tools, on: engine)
        #expect(rust.answer.contains("I don't know how Rust finds its modules"))
        #expect(rust.answer.contains("`a.rs:1`"))
        let swift = try await play("move A.swift to B.swift", with: &tools, on: engine)
        #expect(swift.answer.contains("Swift files import modules"))
        let header = try await play("move d/x.h to e/y.h", with: &tools, on: engine)
        #expect(header.answer.contains("Look at these yourself: they may mean what moves, and I can't tell: `m.c:1`."))
        let folder = try await play("move e to f", with: &tools, on: engine)
        #expect(folder.answer == "`e` is a folder: `move e/ to f/` moves what is in it. Nothing was moved.")
        let none = try await play("move gone/ to f", with: &tools, on: engine)
        #expect(none.answer == "There is no `gone/` here. Nothing was moved.")
    }

    /// A folder's own file is `.` to its neighbours: no search for a name finds them.
    @Test func findsWhoImportsAnIndex() async throws {
        var tools = MemoryTools(files: [
            "src/util/index.ts": "export const a = 1\n", "src/util/near.ts": "import { a } from '.'\n",
            "src/util/deep/low.ts": "import { a } from '..'\nimport './index'\n", "app.ts": "import './src/util'\n",
            "pkg/__init__.py": "", "pkg/use.py": "from . import NAME\n",
            "index.js": "", "lib.js": "require('.')\n",
        ])
        let engine = HelperEngine(prefix: "t")
        _ = try await play("move src/util/index.ts to src/util/all.ts", with: &tools, on: engine)
        #expect(tools.text("src/util/near.ts") == "import { a } from './all'\n")
        #expect(tools.text("src/util/deep/low.ts") == "import { a } from '../all'\nimport './index'\n")
        #expect(tools.text("app.ts") == "import './src/util/all'\n")
        _ = try await play("move pkg/__init__.py to names.py", with: &tools, on: engine)
        #expect(tools.text("pkg/use.py") == "from names import NAME\n")
        _ = try await play("move index.js to main.js", with: &tools, on: engine)
        #expect(tools.text("lib.js") == "require('./main')\n")
    }

    /// Of a folder that went in part, what went is reported.
    @Test func reportsWhatWentBesideWhatDidNot() {
        var turn = HelperTurn()
        _ = turn.handle(.asked("move d/ to e/ without imports", .init()))
        let list = ToolAnswer(action: "list_files", succeeded: true, text: "d/a\nd/b")
        _ = turn.handle(.answered([list, list]))
        let effects = turn.handle(
            .answered([
                ToolAnswer(action: "move_file", succeeded: true, text: "staged"),
                ToolAnswer(action: "move_file", succeeded: false, text: "e/b exists."),
            ]))
        let text =
            "Could not move 1 file, the first `d/b`: e/b exists. 1 other file moved; no import was changed. "
            + "`undo` takes it back."
        let files = ReportedFiles(created: [.init(path: "e/a")], deleted: [.init(path: "d/a")])
        #expect(effects.last == .finish(text, files))
    }

    @Test func saysThatNothingWent() {
        var turn = HelperTurn()
        _ = turn.handle(.asked("move d/ to e/ without imports", .init()))
        let list = ToolAnswer(action: "list_files", succeeded: true, text: "d/a\nd/b")
        _ = turn.handle(.answered([list, list]))
        let refusal = ToolAnswer(action: "move_file", succeeded: false, text: "read only")
        let text = "Could not move 2 files, the first `d/a`: read only. Nothing was changed."
        #expect(turn.handle(.answered([refusal, refusal])).last == .finish(text, ReportedFiles()))
    }

    /// Part of a folder at its new place would be worse than none.
    @Test func leavesAFolderWithOddNames() {
        var turn = HelperTurn()
        _ = turn.handle(.asked("move odd/ to f", .init()))
        let lists = [#""odd/two\nlines""# + "\nodd/x", "odd/x"].map {
            ToolAnswer(action: "list_files", succeeded: true, text: $0)
        }
        #expect(turn.handle(.answered(lists)) == [.finish(HelperText.oddNames("odd/"), ReportedFiles())])
    }

    @Test func leavesAFolderThatIsTooLarge() {
        var turn = HelperTurn()
        _ = turn.handle(.asked("move big/ to f", .init()))
        let list = (0...HelperTurn.folderLimit).map { "big/\($0)" }.joined(separator: "\n")
        let answer = ToolAnswer(action: "list_files", succeeded: true, text: list)
        #expect(
            turn.handle(.answered([answer, answer])) == [.finish(HelperText.tooManyToMove("big/"), ReportedFiles())])
    }
}
