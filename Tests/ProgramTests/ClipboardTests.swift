// Where a copied text goes, with programs of the test's own in place of the machine's.
import App
import Glibc
import TestSupport
import Testing

@testable import oropendola

/// A folder with the clipboard's programs as scripts, and what they were given.
private struct Machine {
    let folder: TemporaryFolder
    var environment: [String: String]

    init(_ programs: [String: String], _ variables: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        try makeFolders("\(folder.path)/bin")
        environment = variables.merging(["PATH": "\(folder.path)/bin", "TERM": "xterm-256color"]) { first, _ in first }
        for (name, body) in programs {
            try folder.write("bin/\(name)", "#!/bin/sh\n\(body)\n")
            try run(["chmod", "+x", "\(folder.path)/bin/\(name)"])
        }
    }

    /// The body of a program that keeps what it is given, and its words.
    static func keeps(_ path: String = "$0") -> String { "echo \"$@\" >\"\(path).words\"\n/bin/cat >\"\(path).kept\"" }

    var clipboard: Clipboard { Clipboard(environment: environment, folder: folder.path) }
    func given(_ name: String) throws -> String { try folder.text("bin/\(name).kept") }
}

@Suite struct ClipboardTests {
    private let text = Array("@@ -1 +1 @@\n-é\n+\u{1B}[31m\n".utf8)

    @Test func theTerminalIsAskedInBase64() throws {
        let machine = try Machine([:])
        #expect(machine.clipboard.sequence(for: Array("hello\n".utf8)) == "\u{1B}]52;c;aGVsbG8K\u{07}")
        // Nothing of the text reaches the terminal as it is.
        let sequence = try #require(machine.clipboard.sequence(for: text))
        #expect(sequence.unicodeScalars.filter { $0.value < 0x20 }.map(\.value) == [0x1B, 0x07])
        #expect(machine.clipboard.keep(text, wasSent: true) == .terminal)
    }

    @Test(arguments: ["", "dumb", "linux"])
    func aTerminalThatCanNotIsNotAsked(name: String) throws {
        #expect(try Machine([:], ["TERM": name]).clipboard.sequence(for: text) == nil)
    }

    @Test func whatIsTooLongForASequenceIsNotSent() throws {
        let clipboard = try Machine([:]).clipboard
        #expect(clipboard.sequence(for: [UInt8](repeating: 0x61, count: Clipboard.mostInSequence)) != nil)
        #expect(clipboard.sequence(for: [UInt8](repeating: 0x61, count: Clipboard.mostInSequence + 1)) == nil)
    }

    @Test func tmuxGetsABufferWhereThereIsTmuxAlone() throws {
        let programs = ["tmux": Machine.keeps()]
        let inside = try Machine(programs, ["TMUX": "/tmp/tmux-0/default,1,0"])
        #expect(inside.clipboard.keep(text, wasSent: true) == .tmux)
        #expect(try inside.given("tmux") == String(decoding: text, as: UTF8.self))
        #expect(try inside.folder.text("bin/tmux.words") == "load-buffer -\n")
        #expect(try Machine(programs).clipboard.keep(text, wasSent: true) == .terminal)
    }

    /// A desktop's own program comes before tmux: what it took can be pasted everywhere.
    @Test func theDesktopsProgramComesFirst() throws {
        let all = ["wl-copy", "xclip", "xsel", "tmux"].reduce(into: [:]) { $0[$1] = Machine.keeps() }
        let variables = ["WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0", "TMUX": "t"]
        let wayland = try Machine(all, variables)
        #expect(wayland.clipboard.keep(text, wasSent: false) == .tool("wl-copy"))
        #expect(!wayland.folder.exists("bin/tmux.kept"))
        let x = try Machine(all, variables.filter { $0.key != "WAYLAND_DISPLAY" })
        #expect(x.clipboard.keep(text, wasSent: false) == .tool("xclip"))
        #expect(try x.folder.text("bin/xclip.words") == "-selection clipboard\n")
        let mac = try Machine(["pbcopy": Machine.keeps()])
        #expect(mac.clipboard.keep(text, wasSent: false) == .tool("pbcopy"))
        #expect(try mac.given("pbcopy") == String(decoding: text, as: UTF8.self))
    }

    @Test func oneThatFailsIsPassedOver() throws {
        let machine = try Machine(
            ["xclip": "/bin/cat >/dev/null\nexit 1", "xsel": Machine.keeps()], ["DISPLAY": ":0"])
        #expect(machine.clipboard.keep(text, wasSent: true) == .tool("xsel"))
        #expect(try machine.given("xsel") == String(decoding: text, as: UTF8.self))
    }

    /// It closes its input at once; writing to it is no signal that ends us.
    @Test func oneThatDoesNotListenIsPassedOver() throws {
        let machine = try Machine(["xclip": "exec <&-\nexit 3"], ["DISPLAY": ":0"])
        let much = [UInt8](repeating: 0x61, count: 4 << 20)
        #expect(machine.clipboard.keep(much, wasSent: true) == .terminal)
    }

    @Test func oneThatHangsIsEnded() throws {
        let machine = try Machine(["slow": "echo $$ >\"$0.pid\"\nexec /bin/sleep 600"])
        let program = PipedProgram(["slow"], environment: machine.environment, limit: 300)
        #expect(!program.take(text))
        let pid = try #require(Int32(machine.folder.text("bin/slow.pid").split(separator: "\n")[0]))
        #expect(kill(pid, 0) == -1, "it still runs")
        // Also one that never reads.
        #expect(!program.take([UInt8](repeating: 0x61, count: 4 << 20)))
    }

    @Test func withoutAnyWayAFileIsMade() throws {
        let machine = try Machine([:], ["TERM": "dumb"])
        guard case .file(let path) = machine.clipboard.keep(text, wasSent: false) else {
            Issue.record("no file")
            return
        }
        #expect(path.hasPrefix("\(machine.folder.path)/oropendola-copied-") && path.hasSuffix(".txt"))
        #expect(try readFile(path) == text)
        #expect(try run(["stat", "-c", "%a", path]).text == "600\n")
        let nowhere = Clipboard(environment: machine.environment, folder: "\(machine.folder.path)/none")
        #expect(nowhere.keep(text, wasSent: false) == .nowhere(reason: "No such file or directory"))
    }
}
