// Outlines: a few lines of each language, and what is found in them.
import Testing

@testable import Workspace

@Suite struct OutlineTests {
    func names(_ path: String, _ text: String) throws -> [String] {
        let language = try #require(Language(path: path))
        return Outline(Array(text.utf8), language).entries.map { "\($0.line) \($0.name)" }
    }

    @Test func swift() throws {
        let text = """
            import A
            public struct Parser<T> {
                private let x = 1
                @discardableResult public static func parse(_ a: Int) -> Int { 1 }
                init?(x: Int) {}
                class func make() {}
            }
            // func commented() {}
            extension Parser.Inner: B {}
            final class Box {}
            """
        #expect(try names("a.swift", text) == ["2 Parser", "4 parse", "5 init", "6 make", "9 Parser.Inner", "10 Box"])
    }

    @Test func scripts() throws {
        #expect(
            try names("a.py", "class A(B):\n    async def run(self):\n        pass\ndef top(): pass\n# def no\n")
                == ["1 A", "2 run", "4 top"])
        #expect(
            try names(
                "a.ts",
                "export default async function go() {}\nexport const add = (a, b) => a + b\nclass A {\n  run(x: T): U {\n"
                    + "    if (x) {\n    }\n    return new B()\n  }\n}\nexport interface I {\ntype T = number\n")
                == ["1 go", "2 add", "3 A", "4 run", "10 I", "11 T"])
        #expect(try names("a.rb", "module M\n  class A < B\n    def run!(x)\n") == ["1 M", "2 A", "3 run!"])
        #expect(
            try names("a.php", "<?php\nnamespace A;\nfinal class B {\n  public static function c($x) {\n")
                == ["2 A", "3 B", "4 c"])
        #expect(try names("a.sh", "run() {\nfunction stop {\n  echo (x)\n") == ["1 run", "2 stop"])
    }

    @Test func compiled() throws {
        #expect(
            try names(
                "a.go", "package a\nfunc (r *Reader) Read(p []byte) int {\nfunc Top[T any](x T) {\ntype A struct {\n")
                == ["2 Read", "3 Top", "4 A"])
        #expect(
            try names(
                "a.rs", "pub(crate) async fn go<T>() {\nimpl<T> Show for Thing<T> {\n#[test]\nfn t() {}\nenum E {\n")
                == ["1 go", "2 Thing", "4 t", "5 E"])
        #expect(
            try names(
                "a.c",
                "#define MAX 1\nstruct node {\nstatic int add(int a)\n{\n  if (x) {\n}\nint later(void);\nreturn (1)\n")
                == ["1 MAX", "2 node", "3 add"])
        #expect(
            try names("a.cpp", "namespace n {\nvoid A::run(int x) {\nclass B : A {\n") == ["1 n", "2 A::run", "3 B"])
        #expect(
            try names(
                "A.java",
                "public class A {\n  private static int add(int a, int b) {\n    for (x) {\n    b.run(() -> {\n")
                == ["1 A", "2 add"])
        #expect(
            try names("a.kt", "data class A(val x: Int)\noverride suspend fun run() {\nobject O {\n")
                == ["1 A", "2 run", "3 O"])
    }

    @Test func headings() throws {
        #expect(try names("a.md", "# One\ntext\n```\n# code\n```\n## Two\n#three\n") == ["1 One", "6 Two"])
    }

    @Test func languagesByName() {
        #expect(Language(path: "src/Makefile")?.name == "Make")
        #expect(Language(path: "a/B.SWIFT")?.name == "Swift")
        #expect(Language(path: "plain") == nil)
        #expect(Language(path: ".swift") == nil)
    }
}
