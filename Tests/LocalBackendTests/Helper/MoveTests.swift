// Moves: imports line by line as tables, and small projects that still run when their files have moved.

import TestSupport
import Testing

@testable import LocalBackend

@Suite struct MoveTests {
    private static let known: Set<String> = [
        "src/util.ts", "src/app.ts", "src/two.ts", "src/two.js", "src/lib/index.ts", "src/lib/deep.tsx", "a.js",
        "src/data.json",
        "pkg/__init__.py", "pkg/util.py", "pkg/main.py", "pkg/sub/__init__.py", "pkg/sub/deep.py", "top.py", "run.py",
        "src/core/base.py", "tools/near.py", "tools/use.py",
        "c/x.h", "c/main.c", "include/y.h", "docs/a.md", "docs/b.md", "README.md", "docs/img/p 1.png",
    ]

    /// Of which file, its line, what moves where, and the line then; nil: unchanged, `?`: for people.
    static let lines: [(String, String, String, String?)] = [
        ("src/app.ts", "import { a } from './util'", "src/util.ts src/lib/util.ts", "import { a } from './lib/util'"),
        ("src/app.ts", "import './util.ts';", "src/util.ts src/x.ts", "import './x.ts';"),
        ("src/app.ts", "import a from './util.js';", "src/util.ts lib/x.ts", "import a from '../lib/x.js';"),
        (
            "a.js", "const u = require(\"./src/util\"), v = 1", "src/util.ts src/x.ts",
            "const u = require(\"./src/x\"), v = 1"
        ),
        ("a.js", "export * from './src/lib'", "src/lib/index.ts src/kit/index.ts", "export * from './src/kit'"),
        ("a.js", "export * from './src/lib'", "src/lib/index.ts src/lib/all.ts", "export * from './src/lib/all'"),
        ("a.js", "await import('./src/util')", "src/util.ts util.ts", "await import('./util')"),
        ("a.js", "import d from './src/data.json'", "src/data.json data.json", "import d from './data.json'"),
        ("a.js", "// see './src/util' from here", "src/util.ts util.ts", nil),
        ("a.js", "import x from 'util'", "src/util.ts util.ts", nil),
        ("a.js", "import x from './src/two'", "src/two.ts src/three.ts", "?"),
        ("src/util.ts", "import { b } from './app'", "src/util.ts src/lib/util.ts", "import { b } from '../app'"),
        ("src/util.ts", "import { b } from './lib/deep'", "src/util.ts src/lib/util.ts", "import { b } from './deep'"),
        ("src/util.ts", "import x from './gone'", "src/util.ts util.ts", "import x from './src/gone'"),
        ("src/lib/deep.tsx", "import '../util'", "src/util.ts src/lib/util.ts", "import './util'"),

        ("pkg/main.py", "from pkg.util import f", "pkg/util.py pkg/sub/util.py", "from pkg.sub.util import f"),
        ("pkg/main.py", "from .util import f, g", "pkg/util.py pkg/sub/tool.py", "from .sub.tool import f, g"),
        ("pkg/main.py", "    from . import util", "pkg/util.py pkg/sub/util.py", "    from .sub import util"),
        ("pkg/main.py", "from . import util", "pkg/util.py pkg/tool.py", "from . import tool as util"),
        ("pkg/main.py", "from pkg import util as u", "pkg/util.py pkg/tool.py", "from pkg import tool as u"),
        (
            "pkg/main.py", "from pkg import sub, util", "pkg/util.py pkg/sub/util.py",
            "from pkg import sub\nfrom pkg.sub import util"
        ),
        ("pkg/main.py", "from . import sub, util", "pkg/util.py tool.py", "from . import sub\nimport tool as util"),
        ("pkg/main.py", "import pkg.util as u", "pkg/util.py pkg/tool.py", "import pkg.tool as u"),
        ("pkg/main.py", "import os, pkg.util", "pkg/util.py pkg/tool.py", "import os, pkg.tool"),
        ("run.py", "import top", "top.py pkg/top.py", "import pkg.top as top"),
        ("run.py", "from top import a", "top.py pkg/top.py", "from pkg.top import a"),
        ("run.py", "from core.base import A", "src/core/base.py src/core/root.py", "from core.root import A"),
        ("run.py", "import util", "pkg/util.py pkg/tool.py", nil),
        ("run.py", "import topping", "top.py pkg/top.py", nil),
        ("tools/use.py", "import near", "tools/near.py tools/x/near.py", "?"),
        ("pkg/main.py", "    util,", "pkg/util.py pkg/sub/util.py", "?"),
        ("pkg/util.py", "from .main import run", "pkg/util.py pkg/sub/util.py", "from ..main import run"),
        ("pkg/util.py", "from . import main", "pkg/util.py pkg/sub/util.py", "from .. import main"),
        ("pkg/util.py", "from .sub.deep import x", "pkg/util.py pkg/sub/util.py", "from .deep import x"),
        ("pkg/util.py", "from .main import run", "pkg/util.py util.py", "from pkg.main import run"),
        ("pkg/util.py", "from .main import run", "pkg/util.py pkg/tool.py", nil),
        ("pkg/util.py", "import os", "pkg/util.py util.py", nil),

        ("c/main.c", "#include \"x.h\"", "c/x.h c/sub/x.h", "#include \"sub/x.h\""),
        ("c/main.c", "#  include \"x.h\" // x", "c/x.h x.h", "#  include \"../x.h\" // x"),
        ("c/main.c", "#include \"c/x.h\"", "c/x.h d/z.h", "#include \"d/z.h\""),
        ("c/main.c", "#include <y.h>", "include/y.h include/z/y.h", "#include <z/y.h>"),
        ("c/main.c", "#include \"y.h\"", "include/y.h other/q.h", "?"),
        ("c/main.c", "#include \"inc/x.h\"", "lib/inc/x.h lib/x2.h", "?"),
        ("c/main.c", "#include <stdio.h>", "c/x.h x.h", nil),
        ("c/main.c", "#include \"x.h\"", "c/main.c main.c", "#include \"c/x.h\""),

        (
            "README.md", "[a](docs/a.md#top) and ![p](./docs/a.md)", "docs/a.md x/a.md",
            "[a](x/a.md#top) and ![p](./x/a.md)"
        ),
        ("docs/b.md", "[a]: a.md \"title\"", "docs/a.md a.md", "[a]: ../a.md \"title\""),
        ("docs/b.md", "![p](img/p%201.png)", "docs/img/p 1.png img/p 1.png", "![p](../img/p%201.png)"),
        (
            "docs/b.md", "[a](/docs/a.md) [b](https://x/a.md) [c](#a.md)", "docs/a.md a.md",
            "[a](/a.md) [b](https://x/a.md) [c](#a.md)"
        ),
        ("docs/a.md", "[b](b.md) [r](../README.md)", "docs/a.md docs/deep/a.md", "[b](../b.md) [r](../../README.md)"),
        ("docs/a.md", "[b](b.md) [self](#x)", "docs/a.md docs/c.md", nil),
    ]

    @Test(arguments: lines) func changesWhatLeadsToTheFile(
        _ path: String, _ line: String, _ move: String, _ new: String?
    ) {
        // A path with a blank is one too.
        let halves = move.split(separator: " ").map(String.init)
        let middle = halves.count / 2
        let paths = [halves[..<middle].joined(separator: " "), halves[middle...].joined(separator: " ")]
        let moved = MovedFiles(paths: [paths[0]: paths[1]], known: Self.known.union([paths[0]]))
        let reading = ImportLanguage(path: path)?.read(line, of: path, moved)
        #expect(reading?.isDoubtful == (new == "?"))
        #expect(reading?.line == (new == "?" ? line : new ?? line))
        #expect(reading?.places == (new == nil || new == "?" ? 0 : reading.map { max(1, $0.places) }))
    }

    // MARK: Whole projects

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
