// Previews, what follows them, and renames in every case: whole turns over files in memory.

import Testing

@testable import LocalBackend

@Suite struct HelperPreviewTests {
    private let engine = HelperEngine(prefix: "t")

    @Test func countsAndChangesNothing() async throws {
        var tools = MemoryTools(files: ["a.c": "parse(parse);\nx\n", "b|c.c": "  parse // |\n"])
        let files = tools.files
        let turn = try await play("preview rename parse to read", with: &tools, on: engine)
        #expect(tools.files == files)
        #expect(
            turn.answer == """
                Rename `parse` to `read`: 3 places in 2 lines of 2 files. Nothing is changed yet.

                | File | Lines | Places |
                |---|--:|--:|
                | `a.c` | 1 | 2 |
                | `b\\|c.c` | 1 | 1 |
                | together | 2 | 3 |

                ```
                a.c:1
                - parse(parse);
                + read(read);
                b|c.c:1
                - parse // |
                + read // |
                ```

                To go on, say **do it**, or `rename parse to read`.
                """)
        let done = try await play("ok, do it", with: &tools, on: engine, after: turn.messages, conversation: "t-1")
        #expect(done.answer.hasPrefix("Renamed `parse` to `read`: 3 places in 2 lines of 2 files."))
        #expect(tools.text("a.c") == "read(read);\nx\n")
    }

    @Test func goesOnRightBehindAPreviewOnly() async throws {
        var tools = MemoryTools(files: ["a": "x"])
        let preview = try await play("preview replace x with y", with: &tools, on: engine)
        let between = try await play("find x", with: &tools, on: engine, after: preview.messages, conversation: "t-1")
        let late = try await play("do it", with: &tools, on: engine, after: between.messages, conversation: "t-1")
        #expect(late.answer == HelperText.nothingOffered)
        let alone = try await play("yes", with: &tools, on: engine)
        #expect(alone.answer == HelperText.nothingOffered)
        // Another one's answer to the same words offered nothing.
        var messages = preview.messages
        messages[messages.count - 1] = .init(role: "assistant", content: "I am a model.")
        let other = try await play("do it", with: &tools, on: engine, after: messages, conversation: "t-1")
        #expect(other.answer == HelperText.nothingOffered)
        #expect(tools.text("a") == "x")
    }

    @Test func offersWhatIsNear() async throws {
        var tools = MemoryTools(files: ["a": "x"])
        let near = try await play("renmae x to y", with: &tools, on: engine)
        #expect(near.answer == "Did you mean `rename x to y`? Say **yes** to do it.")
        let done = try await play("yes", with: &tools, on: engine, after: near.messages, conversation: "t-1")
        #expect(done.answer.hasPrefix("Renamed `x` to `y`"))
        #expect(tools.text("a") == "y")
        let again = try await play("yes", with: &tools, on: engine, after: done.messages, conversation: "t-1")
        #expect(again.answer == HelperText.nothingOffered)
    }

    @Test func countsLines() async throws {
        var tools = MemoryTools(files: ["a": "x\nx\n", "b": "x\n"])
        let turn = try await play("count x", with: &tools, on: engine)
        #expect(
            turn.answer == """
                3 lines of 2 files hold `x`.

                | File | Lines |
                |---|--:|
                | `a` | 2 |
                | `b` | 1 |
                | together | 3 |

                To go on, say **do it**, or `find x`.
                """)
    }

    @Test func renamesInEveryCaseAndWarns() async throws {
        var tools = MemoryTools(files: [
            "a.c": "fooBar FooBar FOO_BAR foo-bar\nbaz_qux foo_bar\nBAZ_QUX\n", "b.c": "fooBars myfooBar\n",
        ])
        let turn = try await play("rename fooBar to bazQux preserving case", with: &tools, on: engine)
        #expect(tools.text("a.c") == "bazQux BazQux BAZ_QUX baz-qux\nbaz_qux baz_qux\nBAZ_QUX\n")
        #expect(tools.text("b.c") == "fooBars myfooBar\n")
        #expect(
            turn.answer == """
                Renamed `fooBar` to `bazQux` in every case: 5 places in 2 lines of 1 file. Staged for review: nothing is \
                on disk until you accept and write it.

                By spelling:

                - `fooBar` to `bazQux`: 1
                - `FooBar` to `BazQux`: 1
                - `foo_bar` to `baz_qux`: 1
                - `FOO_BAR` to `BAZ_QUX`: 1
                - `foo-bar` to `baz-qux`: 1

                **Used already, and not to be told apart afterwards:** `baz_qux` 1 place, `BAZ_QUX` 1 place.
                """)
    }
}
