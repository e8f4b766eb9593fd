// `oropendola doctor keys`: what a key sends, which key that is, and what it does where.
import App
import Console
import Glibc
import Screen
import Storage
import Terminal

struct KeyEcho {
    let terminal: RawTerminal
    let output: ConsoleOutput
    let name: String

    func run() {
        output.print([
            output.style.line(
                "Press keys to see what arrives. Ctrl-C twice ends it, and so do ten seconds without a key.")
        ])
        var isInterrupted = false
        KeySession(terminal, named: name).run { bytes, events in
            output.print(events.map { output.style.line(Self.line(bytes, $0)) })
            let isInterrupt = events.last == .key(.control("c"))
            defer { isInterrupted = isInterrupt }
            return !(isInterrupt && isInterrupted)
        }
    }

    /// `1b 5b 41       ↑              Composer: line up…`
    static func line(_ bytes: [UInt8], _ event: InputEvent) -> String {
        let digits = bytes.prefix(12).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
        let sent = digits.joined(separator: " ") + (bytes.count > 12 ? " …" : "")
        let (what, does) = told(event)
        return [padded(sent, 24), padded(what, 16), does].joined(separator: "  ")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - displayWidth(of: text)))
    }

    private static func told(_ event: InputEvent) -> (what: String, does: String) {
        switch event {
        case .key(let key):
            let meanings = KeyContext.allCases.compactMap { context in
                KeyMap.standard.bindings.first { $0.contexts.contains(context) && $0.keys.contains(key) }
                    .map { "\(context.rawValue): \($0.help)" }
            }
            var all = meanings
            if case .character = key.code, key.modifiers.isEmpty { all.insert("Composer: writes itself", at: 0) }
            if !all.isEmpty { return (key.name, all.joined(separator: " · ")) }
            return (key.name, "nothing")
        case .pasted(let text): return ("paste", "\(text.utf8.count) bytes")
        case .pasteCut(let lost): return ("paste", "\(lost) bytes more than are taken")
        case .mouse(let mouse):
            return ("mouse", "\(mouse.action) in column \(mouse.at.column + 1), row \(mouse.at.row + 1)")
        case .focused(let isFocused):
            return ("focus", isFocused ? "the terminal is looked at" : "the terminal is not looked at")
        case .resized: return ("size", "")
        }
    }
}
