// Data table of the keys: key → action → help text. The help, `docs/KEYS.md` and every hint on the screen are printed from it.

public import Screen

/// One row: keys that do the same thing in the same place.
public struct KeyBinding: Hashable, Sendable {
    public var contexts: [KeyContext]
    public var keys: [Key]
    public var action: Action
    public var help: String
}

public struct KeyMap: Sendable {
    public let bindings: [KeyBinding]
    private let actions: [KeyContext: [Key: Action]]

    public init(bindings: [KeyBinding]) {
        self.bindings = bindings
        var actions: [KeyContext: [Key: Action]] = [:]
        for binding in bindings {
            for context in binding.contexts {
                for key in binding.keys where actions[context]?[key] == nil {
                    actions[context, default: [:]][key] = binding.action
                }
            }
        }
        self.actions = actions
    }

    /// What a key does here; the first context that knows it wins.
    public func action(for key: Key, in contexts: [KeyContext]) -> Action? {
        for context in contexts {
            if let action = actions[context]?[key] { return action }
        }
        return nil
    }

    public func bindings(in context: KeyContext) -> [KeyBinding] {
        bindings.filter { $0.contexts.first == context }
    }

    public static let standard = KeyMap(bindings: rows)

    private static func row(_ context: KeyContext, _ keys: [Key], _ action: Action, _ help: String) -> KeyBinding {
        KeyBinding(contexts: [context], keys: keys, action: action, help: help)
    }

    private static func row(_ contexts: [KeyContext], _ keys: [Key], _ action: Action, _ help: String) -> KeyBinding {
        KeyBinding(contexts: contexts, keys: keys, action: action, help: help)
    }

    private static let rows: [KeyBinding] = [
        row(.composer, [Key(.enter)], .send, "send; while a turn runs: queue"),
        row(.composer, [.control("j"), Key(.enter, .alt), Key(.enter, .shift)], .newline, "new line"),
        row(.composer, [Key(.up), .control("p")], .previousLine, "line up; on the first line: earlier message"),
        row(.composer, [Key(.down), .control("n")], .nextLine, "line down; on the last line: later message"),
        row(.composer, [.control("a"), Key(.home)], .lineStart, "start of the line"),
        row(.composer, [.control("e"), Key(.end)], .lineEnd, "end of the line"),
        row(.composer, [.control("b"), Key(.left)], .back, "one character back"),
        row(.composer, [.control("f"), Key(.right)], .forward, "one character forward"),
        row(.composer, [.alt("b"), Key(.left, .control), Key(.left, .alt)], .wordBack, "one word back"),
        row(.composer, [.alt("f"), Key(.right, .control), Key(.right, .alt)], .wordForward, "one word forward"),
        row(.composer, [Key(.backspace), .control("h")], .deleteBack, "delete the character before"),
        row(.composer, [Key(.delete)], .deleteForward, "delete the character after"),
        row(
            .composer, [.control("w"), Key(.backspace, .alt), Key(.backspace, .control)], .deleteWordBack,
            "cut the word before"),
        row(.composer, [.alt("d"), Key(.delete, .control)], .deleteWordForward, "cut the word after"),
        row(.composer, [.control("k")], .killToEnd, "cut to the end of the line"),
        row(.composer, [.control("u")], .killToStart, "cut to the start of the line"),
        row(.composer, [.control("y")], .yank, "put back what was cut"),
        row(.composer, [.control("_"), .control("/"), .control("7")], .undoEdit, "undo typing"),
        row(.composer, [.alt("_"), .alt("/")], .redoEdit, "redo typing"),
        row(.composer, [.control("g")], .externalEditor, "write in $EDITOR"),
        row(.composer, [.control("d")], .endOfInput, "on empty: quit; else delete the character after"),

        row([.chat, .composer], [Key(.pageUp)], .pageUp, "page up"),
        row([.chat, .composer], [Key(.pageDown)], .pageDown, "page down"),
        row([.chat, .composer], [Key(.home, .control)], .toTop, "to the beginning"),
        row([.chat, .composer], [Key(.end, .control)], .toBottom, "to the end"),
        row(.chat, [Key(.up), Key("k")], .scrollUp, "line up"),
        row(.chat, [Key(.down), Key("j")], .scrollDown, "line down"),
        row(.chat, [Key("g"), Key(.home)], .toTop, "to the beginning"),
        row(.chat, [Key("G"), Key(.end)], .toBottom, "to the end"),

        row(.changes, [Key("j"), Key(.down)], .nextRow, "next file or line"),
        row(.changes, [Key("k"), Key(.up)], .previousRow, "previous file or line"),
        row(.changes, [Key(.tab)], .switchSide, "list ↔ diff"),
        row(.changes, [Key(.enter)], .openFile, "from the list to the diff"),
        row(.changes, [Key("]")], .nextHunk, "next hunk"),
        row(.changes, [Key("[")], .previousHunk, "previous hunk"),
        row(.changes, [Key("n")], .nextUndecided, "next undecided, in all files"),
        row(.changes, [Key("N")], .previousUndecided, "previous undecided, in all files"),
        row(.changes, [Key(" ")], .accept, "accept the hunk, on the list the file; again: undecide"),
        row(.changes, [Key("x")], .reject, "reject the hunk or file; again: undecide"),
        row(.changes, [Key("a")], .acceptFile, "accept the file"),
        row(.changes, [Key("A")], .acceptAll, "accept everything"),
        row(.changes, [Key("R")], .rejectAll, "reject everything (asks)"),
        row(.changes, [Key("w")], .write, "write what is accepted"),
        row(.changes, [Key("u")], .undoReview, "undo the latest decision or write (a write asks)"),
        row(.changes, [Key("U")], .redoReview, "redo"),
        row(.changes, [Key("g"), Key(.home)], .firstRow, "first row"),
        row(.changes, [Key("G"), Key(.end)], .lastRow, "last row"),
        row(.changes, [Key(.pageUp)], .panelPageUp, "page up"),
        row(.changes, [Key(.pageDown)], .panelPageDown, "page down"),
        row(.changes, [Key(.left)], .panLeft, "pan the diff left"),
        row(.changes, [Key(.right)], .panRight, "pan the diff right"),
        row([.changes, .chat], [Key("?")], .help, "help"),
        row(.changes, [Key("q"), Key(.escape)], .backToChat, "back to the chat"),

        row(.request, [Key("y")], .allowOnce, "yes, this once"),
        row(.request, [Key("p")], .allowPrefix, "yes to this prefix for the session"),
        row(.request, [Key("n")], .refuse, "no, with words for the agent"),
        row(.request, [Key("w")], .writeFirst, "write the accepted changes first"),
        row(.request, [Key(.up), Key("k")], .requestUp, "scroll the command up"),
        row(.request, [Key(.down), Key("j")], .requestDown, "scroll the command down"),

        row(.question, [Key("y")], .yes, "yes"),
        row(.question, [Key("n"), Key("q"), Key(.escape)], .no, "no"),

        row(.help, [Key("j"), Key(.down)], .nextRow, "line down"),
        row(.help, [Key("k"), Key(.up)], .previousRow, "line up"),
        row(.help, [Key(.pageDown), Key(" ")], .pageDown, "page down"),
        row(.help, [Key(.pageUp)], .pageUp, "page up"),
        row(.help, [Key("q"), Key(.escape), Key("?")], .cancelOrClose, "close"),

        row(.everywhere, [Key(.function(1))], .help, "help for where you are; `?` in an empty composer too"),
        row(.everywhere, [Key(.function(6))], .nextPart, "next part: composer, request, changes, chat"),
        row(.everywhere, [Key(.function(6), .shift)], .previousPart, "previous part"),
        row(.everywhere, [.control("t")], .toggleChanges, "to the changes; from there back"),
        row(.everywhere, [.control("q")], .goToRequest, "to the waiting request"),
        row(.everywhere, [Key(.escape)], .cancelOrClose, "cancel the turn; else close what is open"),
        row(
            .everywhere, [.control("c")], .clearOrQuit, "clear the composer; empty: cancel the turn; idle, twice: quit"),
        row(.everywhere, [.control("o")], .toggleOutput, "whole outputs and reasoning, or their ends"),
        row(.everywhere, [.control("l")], .redraw, "draw the screen again"),
        row(.everywhere, [.control("z")], .suspend, "suspend; `fg` comes back"),
    ]
}
