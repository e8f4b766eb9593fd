// A text goes out to `$EDITOR` and comes back.
import App
import Screen

/// One visit of a text in the user's editor.
struct EditorRound {
    let text: String
    let environment: [String: String]

    private static let largest = 16 << 20

    var action: TerminalAction<AppMessage> {
        EditorVisit(name: "message.md", bytes: Array(text.utf8), limit: Self.largest, environment: environment)
            .action { bytes in
                // Without the line end that editors add.
                let text = bytes.map { $0.last == UInt8(ascii: "\n") ? $0.dropLast() : $0[...] }
                return .editorReturned(text.map { String(decoding: $0, as: UTF8.self) })
            }
    }
}
