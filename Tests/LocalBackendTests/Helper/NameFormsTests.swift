// Names in all their spellings, and where they stand.

import TestSupport
import Testing

@testable import LocalBackend

@Suite struct NameFormsTests {
    @Test(arguments: [
        ("fooBar", ["foo", "Bar"]), ("FooBar", ["Foo", "Bar"]), ("foo_bar", ["foo", "bar"]),
        ("foo-bar", ["foo", "bar"]),
        ("HTTPServer", ["HTTP", "Server"]), ("httpServer", ["http", "Server"]), ("parseURL", ["parse", "URL"]),
        ("sha256Sum", ["sha256", "Sum"]), ("utf8", ["utf8"]), ("FOO_BAR2", ["FOO", "BAR2"]),
        ("ÄrgerÜber", ["Ärger", "Über"]),
        ("漢字", ["漢字"]), ("ABc", ["A", "Bc"]), ("X", ["X"]),
    ])
    func takesNamesApart(_ name: String, _ words: [String]) {
        #expect(NameForms.words(of: name) == words)
    }

    @Test(arguments: ["", "_foo", "foo_", "2d", "a.b", "a b", "a->b", "-x"]) func refusesWhatIsNoName(_ name: String) {
        #expect(NameForms.words(of: name) == nil)
    }

    @Test(arguments: [
        (
            "fooBar", "bazQux",
            "fooBar bazQux, FooBar BazQux, foo_bar baz_qux, FOO_BAR BAZ_QUX, foo-bar baz-qux, Foo-Bar Baz-Qux, "
                + "FOO-BAR BAZ-QUX"
        ),
        ("parse", "parseHeader", "parse parseHeader, Parse ParseHeader, PARSE PARSE_HEADER"),
        ("parse", "parse_header", "parse parse_header, Parse ParseHeader, PARSE PARSE_HEADER"),
        (
            "HTTPServer", "WebHost",
            "httpServer webHost, HTTPServer WebHost, HttpServer WebHost, http_server web_host, HTTP_SERVER WEB_HOST, "
                + "http-server web-host, Http-Server Web-Host, HTTP-SERVER WEB-HOST"
        ),
        (
            "grüßGott", "hallo",
            "grüßGott hallo, GrüßGott Hallo, grüß_gott hallo, GRÜSS_GOTT HALLO, grüß-gott hallo, "
                + "Grüß-Gott Hallo, GRÜSS-GOTT HALLO"
        ),
    ])
    func pairsSpellings(_ old: String, _ new: String, _ pairs: String) {
        let forms = NameForms(from: old, to: new)?.forms ?? []
        #expect(forms.map { "\($0.old) \($0.new)" }.joined(separator: ", ") == pairs)
    }

    private func change(_ line: String, _ old: String, _ new: String, inside: Bool, everyCase: Bool = true) -> String {
        let way = RenameWay(everyCase: everyCase, insideWords: inside)
        return LineChange(.rename(from: old, to: new, .everywhere, way))?.apply(to: line)?.line ?? line
    }

    @Test func changesWholeWordsOrParts() {
        let line =
            "fooBar FooBar foo_bar FOO_BAR foo-bar fooBars myFooBar FOO_BAR_MAX refoobar foo_barred foo_bar2 xfooBar"
        #expect(
            change(line, "fooBar", "quux", inside: false)
                == "quux Quux quux QUUX quux fooBars myFooBar FOO_BAR_MAX refoobar foo_barred foo_bar2 xfooBar")
        #expect(
            change(line, "fooBar", "quux", inside: true)
                == "quux Quux quux QUUX quux fooBars myQuux QUUX_MAX refoobar foo_barred quux2 xfooBar")
        // Words run together are words of their own.
        #expect(change("// TODO: to_do, toDo", "to_do", "task", inside: true) == "// TODO: task, task")
        #expect(change("The setup calls setUp()", "setUp", "prepare", inside: false) == "The setup calls prepare()")
        #expect(change("foobar FOOBAR fooBar", "foobar", "quux", inside: false) == "quux QUUX fooBar")
        #expect(
            change("parseHeaderLine reparse parse_x parsed", "parse", "read", inside: true, everyCase: false)
                == "readHeaderLine reparse read_x parsed")
    }

    /// There and back again is the same text, where no new name was there and each spelling has one of its own.
    @Test func renamesThereAndBack() {
        var chance = SeededGenerator.fresh()
        let words = ["foo", "bar", "sha256", "grün", "漢", "http", "x", "id"]
        let others = ["baz", "qux", "md5", "blau", "字", "ftp", "y", "key"]
        for _ in 0..<fuzzRounds(default: 200) {
            func name(_ words: [String]) -> String {
                let parts = (0..<2).map { _ in words.randomElement(using: &chance) ?? "" }
                return parts[0] + parts[1].prefix(1).uppercased() + parts[1].dropFirst()
            }
            let (old, new) = (name(words), name(others))
            guard let forms = NameForms(from: old, to: new)?.forms, let back = NameForms(from: new, to: old)?.forms,
                Set(forms.map(\.new)).count == forms.count,
                forms.allSatisfy({ form in back.contains { $0.old == form.new && $0.new == form.old } })
            else { continue }
            // Glued to another of its spellings a name has no end that anybody could tell.
            let pieces = forms.map(\.old) + ["x", "zap", "1", "_"]
            let text = (0..<20).map { _ in
                (pieces.randomElement(using: &chance) ?? "")
                    + ([" ", "(", ".", ", "].randomElement(using: &chance) ?? "")
            }.joined()
            for inside in [false, true] {
                let there = change(text, old, new, inside: inside)
                // In caseless scripts nothing tells where a part ends.
                if inside, (old + new).contains(where: { $0.isLetter && !$0.isUppercase && !$0.isLowercase }) {
                    continue
                }
                #expect(change(there, new, old, inside: inside) == text, "seed \(chance.seed): \(old) \(new): \(there)")
            }
        }
    }
}
