// What a move makes of single lines, language by language.

import Testing

@testable import LocalBackend

@Suite struct ImportLineTests {
    private static let known: Set<String> = [
        "src/util.ts", "src/app.ts", "src/two.ts", "src/two.js", "src/lib/index.ts", "src/lib/deep.tsx", "a.js",
        "src/data.json",
        "pkg/__init__.py", "pkg/util.py", "pkg/main.py", "pkg/sub/__init__.py", "pkg/sub/deep.py", "top.py", "run.py",
        "src/core/base.py", "tools/near.py", "tools/use.py",
        "c/x.h", "c/main.c", "include/y.h", "docs/a.md", "docs/b.md", "README.md", "docs/img/p 1.png",
        "ui/app.ts", "ui/Card.vue", "ui/icon.svg", "ui/sub/package.json", "ui/sub/main.js", "web.ts",
        "docs/guides/one.md", "docs/guides/two.md",
    ]

    /// Of which file, its line, what moves where (a folder with a `/`), and the line then; nil: unchanged, `?`: for
    /// people.
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
        ("src/util.ts", "import x from './gone'", "src/util.ts util.ts", "?"),
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

        // What is in no list stays where its folder is; that is for people to see, unless both go together.
        ("ui/app.ts", "import Icon from './icon.svg?react'", "ui/ lib/ui/", nil),
        ("ui/app.ts", "import C from './Card'", "ui/ lib/ui/", nil),
        ("ui/app.ts", "import s from './sub'", "ui/ lib/ui/", nil),
        ("ui/app.ts", "import g from './made/by-build'", "ui/ lib/ui/", nil),
        ("ui/app.ts", "import g from './made/by-build'", "ui/app.ts app.ts", "?"),
        ("web.ts", "import g from './ui/made/by-build'", "ui/ lib/ui/", "?"),
        ("web.ts", "import text from './ui/icon.svg?raw'", "ui/icon.svg a/i.svg", "import text from './a/i.svg?raw'"),
        ("web.ts", "import C from './ui/Card'", "ui/Card.vue ui/Map.vue", "import C from './ui/Map'"),
        ("web.ts", "import C from './ui/Card.vue'", "ui/Card.vue ui/Map.vue", "import C from './ui/Map.vue'"),
        ("web.ts", "import s from './ui/sub'", "ui/sub/ ui/deep/", "import s from './ui/deep'"),
        ("web.ts", "const a = ['./ui/app', xfrom('./ui/app')]", "ui/app.ts app.ts", nil),
        ("web.ts", "import   (   './ui/app')", "ui/app.ts app.ts", nil),
        (
            "web.ts", "import('./ui/app'), import(\"./ui/Card\")", "ui/ lib/",
            "import('./lib/app'), import(\"./lib/Card\")"
        ),

        ("run.py", "from import statements", "top.py pkg/top.py", nil),
        ("run.py", "from  import x", "top.py pkg/top.py", nil),
        ("run.py", "from top importing a", "top.py pkg/top.py", nil),
        ("run.py", "from here to there", "top.py pkg/top.py", nil),
        ("pkg/main.py", "from pkg import sub, util, \\", "pkg/util.py pkg/sub/util.py", "?"),
        ("pkg/main.py", "from pkg.util import f, \\", "pkg/util.py pkg/tool.py", "from pkg.tool import f, \\"),
        ("pkg/main.py", "from pkg import (", "pkg/util.py pkg/sub/util.py", "?"),
        ("pkg/main.py", "from pkg import (  # (all)", "pkg/util.py pkg/sub/util.py", "?"),
        ("pkg/main.py", "    util, \\", "pkg/util.py pkg/sub/util.py", "?"),
        (
            "pkg/main.py", "from pkg import sub, util  # noqa", "pkg/util.py pkg/sub/util.py",
            "from pkg import sub\nfrom pkg.sub import util  # noqa"
        ),
        (
            "pkg/main.py", "from pkg import (util)  # noqa", "pkg/util.py pkg/tool.py",
            "from pkg import tool as util  # noqa"
        ),
        ("pkg/main.py", "from pkg import util; util.go()", "pkg/util.py pkg/tool.py", "?"),
        ("pkg/main.py", "import os; from pkg import util", "pkg/util.py pkg/tool.py", "?"),
        ("pkg/main.py", "import os; os.exit()", "pkg/util.py pkg/tool.py", nil),
        ("pkg/main.py", "import pkg.util  # noqa", "pkg/util.py pkg/tool.py", "import pkg.tool  # noqa"),
        ("run.py", "import  top  # top", "top.py pkg/top.py", "import  pkg.top as top  # top"),
        ("run.py", "# import a; import top", "top.py pkg/top.py", nil),
        ("run.py", "from core import (", "src/core/ src/kit/", "from kit import ("),
        ("run.py", "from core import *", "src/core/ src/kit/", "from kit import *"),
        // The package's own file goes, its modules stay.
        (
            "pkg/main.py", "from pkg import NAME, util", "pkg/__init__.py all/names.py",
            "from all.names import NAME\nfrom pkg import util"
        ),
        ("pkg/main.py", "from . import util", "pkg/__init__.py all/names.py", nil),

        // Only what leads to a known file or folder.
        ("docs/a.md", "[Guides](guides/) [one](guides/one.md)", "docs/ manual/", nil),
        ("docs/a.md", "[Guides](guides/)", "docs/a.md a.md", "[Guides](docs/guides/)"),
        (
            "README.md", "[Guides](docs/guides/) [Docs](docs)", "docs/ manual/",
            "[Guides](manual/guides/) [Docs](manual)"
        ),
        ("README.md", "[Guides](docs/guides/)", "docs/guides/one.md one.md", nil),
        ("docs/a.md", "[top](../)", "docs/a.md a.md", "[top](./)"),
        ("docs/a.md", "handlers[name](event)", "docs/a.md a.md", nil),
        ("docs/a.md", "handlers[a](table[b](x))", "docs/a.md docs/deep/a.md", nil),
        ("docs/a.md", "see `[b](b.md)`, [b](b.md)", "docs/a.md a.md", "see `[b](b.md)`, [b](docs/b.md)"),
        ("docs/a.md", "``a ` [b](b.md)`` ` [b](b.md)", "docs/a.md a.md", "``a ` [b](b.md)`` ` [b](docs/b.md)"),
        ("docs/a.md", "[x](gone.md) [b]( b.md) [b]()", "docs/a.md a.md", nil),
    ]

    @Test(arguments: lines) func changesWhatLeadsToTheFile(
        _ path: String, _ line: String, _ move: String, _ new: String?
    ) {
        // A path with a blank is one too.
        let halves = move.split(separator: " ").map(String.init)
        let middle = halves.count / 2
        let paths = [halves[..<middle].joined(separator: " "), halves[middle...].joined(separator: " ")]
        let isFolder = paths[0].hasSuffix("/")
        let sources = isFolder ? Self.known.filter { $0.hasPrefix(paths[0]) } : [paths[0]]
        let pairs = sources.map { ($0, paths[1] + $0.dropFirst(paths[0].count)) }
        let moved = MovedFiles(paths: Dictionary(uniqueKeysWithValues: pairs), known: Self.known.union(sources))
        let reading = ImportLanguage(path: path)?.read(line, of: path, moved)
        #expect(reading?.isDoubtful == (new == "?"))
        #expect(reading?.line == (new == "?" ? line : new ?? line))
        #expect(reading?.places == (new == nil || new == "?" ? 0 : reading.map { max(1, $0.places) }))
    }

    /// `import a.b` binds `a`, and the lines below say `a.b.f()`.
    @Test func followsDottedNames() {
        let moved = MovedFiles(paths: ["pkg/util.py": "lib/tool.py"], known: Self.known)
        let lines = ["import pkg.util  # noqa", "import os, pkg.util", "import pkg.sub as s", "pkg.util.f()"]
        let names = PythonImports.dottedNames(lines, moved)
        #expect(names == ["pkg.util": "lib.tool"])
        let reading = PythonImports.uses("x = pkg.util.f(my.pkg.util, pkg.utils, pkg.util)", of: names)
        #expect(reading.line == "x = lib.tool.f(my.pkg.util, pkg.utils, lib.tool)" && reading.places == 2)
    }

    @Test func leavesFencedCodeAlone() {
        let moved = MovedFiles(paths: ["docs/a.md": "a.md"], known: Self.known)
        let own = SearchReport(
            """
            7 matches
            docs/a.md
              1: [b](b.md)
              3: ```md
              4: [b](b.md)
              5: ~~~
              6: ````
              9: ``` is no fence: ```
              12: [b](b.md)
            """)
        let plan = ImportPlan(SearchReport(""), own, moved)
        #expect(plan.files.first?.lines.map(\.number) == [1, 12])
    }

    @Test func leavesOutWhatOverlaps() {
        let line = "abcdef"
        let range = { (from: Int, to: Int) in
            line.index(line.startIndex, offsetBy: from)..<line.index(line.startIndex, offsetBy: to)
        }
        let parts = [PathInLine(range: range(1, 4), text: "X"), PathInLine(range: range(2, 5), text: "Y")]
        #expect(line.replacing(parts) == "aXef")
    }
}
