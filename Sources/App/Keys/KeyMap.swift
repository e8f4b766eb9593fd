// Data table of the keys: key → action → help text. The help, `docs/KEYS.md` and every hint on the screen are printed from it.

public import Screen

/// One row: keys that do the same thing in the same place.
public struct KeyBinding: Hashable, Sendable {
    public var contexts: [KeyContext]
    public var keys: [Key]
    public var action: Action
    public var help: String
}

public struct KeyMap: Equatable, Sendable {
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

    /// Those that can be pressed in a context, wherever else they can.
    func bindings(for context: KeyContext) -> [KeyBinding] {
        bindings.filter { $0.contexts.contains(context) && !$0.keys.isEmpty }
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
        row(.composer, [.alt("s")], .steer, "steer: the words ride with the next tool results of the turn that runs"),
        row(.composer, [.control("j"), Key(.enter, .alt), Key(.enter, .shift)], .newline, "new line"),
        row(.composer, [Key(.up), .control("p")], .previousLine, "line up; on the first line: earlier message"),
        row(.composer, [Key(.down), .control("n")], .nextLine, "line down; on the last line: later message"),
        row(.composer, [.control("a"), Key(.home)], .lineStart, "start of the line"),
        row(.composer, [.control("e"), Key(.end)], .lineEnd, "end of the line"),
        row(.composer, [.control("b"), Key(.left)], .back, "one character back"),
        row(.composer, [.control("f"), Key(.right)], .forward, "one character forward"),
        row(.composer, [.alt("b"), Key(.left, .control), Key(.left, .alt)], .wordBack, "one word back"),
        row(.composer, [.alt("f"), Key(.right, .control), Key(.right, .alt)], .wordForward, "one word forward"),
        row(.composer, [.alt("<")], .textStart, "start of the text"),
        row(.composer, [.alt(">")], .textEnd, "end of the text"),
        row(.composer, [Key(.backspace), .control("h")], .deleteBack, "delete the character before"),
        row(.composer, [Key(.delete)], .deleteForward, "delete the character after"),
        row(
            .composer, [.control("w"), Key(.backspace, .alt), Key(.backspace, .control)], .deleteWordBack,
            "cut the word before"),
        row(.composer, [.alt("d"), Key(.delete, .control)], .deleteWordForward, "cut the word after"),
        row(.composer, [.control("k")], .killToEnd, "cut to the end of the line"),
        row(.composer, [.control("u")], .killToStart, "cut to the start of the line"),
        row(.composer, [.control("y")], .yank, "put back what was cut"),
        row(.composer, [.alt("y")], .yankEarlier, "right after it: an earlier cut instead"),
        row(.composer, [.alt("u")], .upperWord, "the word in capitals"),
        row(.composer, [.alt("c")], .capitalWord, "the word with a capital"),
        row(.composer, [.control("_"), .control("/"), .control("7")], .undoEdit, "undo typing"),
        row(.composer, [.alt("_"), .alt("/")], .redoEdit, "redo typing"),
        row(.composer, [Key(.up, .alt)], .takeBackQueued, "take the last queued message back to edit it"),
        row(.composer, [.alt("i")], .improve, "ask for a better wording of what is written"),
        row(.composer, [.control("g")], .externalEditor, "write in $EDITOR"),
        row([.composer, .menu], [.control("r")], .searchHistory, "search the messages sent before by a few letters"),
        row(.composer, [Key(.tab)], .unfold, "show the folded paste at the cursor as text"),
        row(.composer, [.alt("a")], .attachOutput, "attach what the latest `!command` printed"),
        row(.composer, [.control("d")], .endOfInput, "on empty: quit; else delete the character after"),

        row(.menu, [Key(.down), .control("n")], .nextItem, "next; in a search: the one sent before"),
        row(.menu, [Key(.up), .control("p")], .previousItem, "previous"),
        row(.menu, [Key(.tab)], .completeItem, "take it, and write on"),
        row(.menu, [Key(.enter)], .takeItem, "take it; a command that needs no more is done"),
        row(.menu, [Key(.escape)], .closeMenu, "close the menu"),

        row([.chat, .composer], [Key(.pageUp)], .pageUp, "page up"),
        row([.chat, .composer], [Key(.pageDown)], .pageDown, "page down"),
        row([.chat, .composer], [Key(.home, .control)], .toTop, "to the beginning"),
        row([.chat, .composer], [Key(.end, .control)], .toBottom, "to the end"),
        row(.chat, [Key(.up), Key("k")], .scrollUp, "line up"),
        row(.chat, [Key(.down), Key("j")], .scrollDown, "line down"),
        row(.chat, [Key("g"), Key(.home)], .toTop, "to the beginning"),
        row(.chat, [Key("G"), Key(.end)], .toBottom, "to the end"),

        row(.chat, [Key("]")], .nextEntry, "next message, call or output"),
        row(.chat, [Key("[")], .previousEntry, "previous one"),
        row(.chat, [Key("}")], .nextUserMessage, "next message of yours"),
        row(.chat, [Key("{")], .previousUserMessage, "previous message of yours"),
        row(.chat, [Key(.enter)], .openEntry, "an edit: its diff in the changes; else open or fold"),
        row(.chat, [Key(" ")], .foldEntry, "open or fold this output, reasoning or list (Ctrl-O: all)"),
        row(.chat, [Key("/")], .searchChat, "search the conversation"),
        row(.chat, [Key("n")], .nextMatch, "next match"),
        row(.chat, [Key("N")], .previousMatch, "previous match"),
        row(
            .chat, [Key("y")], .copyFromChat,
            "copy the message, a code block, the latest answer or command, as it was written"),
        row(.chat, [Key("v")], .selectLines, "take lines of the message, as it was written"),
        row(.chat, [Key("e")], .editEarlier, "pick an earlier message and edit it"),
        row(.chat, [Key("r")], .repeatTurn, "the latest turn once more; twice, to be sure"),

        row(.changes, [Key("j"), Key(.down)], .nextRow, "next file or line"),
        row(.changes, [Key("k"), Key(.up)], .previousRow, "previous file or line"),
        row(.changes, [Key(.tab)], .switchSide, "list ↔ diff"),
        row(.changes, [Key(.enter)], .openFile, "open: a file's diff, a folder, a fold"),
        row(.changes, [Key("]")], .nextHunk, "next hunk"),
        row(.changes, [Key("[")], .previousHunk, "previous hunk"),
        row(.changes, [Key("n")], .nextUndecided, "next undecided, in all files"),
        row(.changes, [Key("N")], .previousUndecided, "previous undecided, in all files"),
        row(.changes, [Key(" ")], .accept, "accept the hunk, on the list the file; again: undecide"),
        row(.changes, [Key("x")], .reject, "reject the hunk or file; again: undecide"),
        row(.changes, [Key("X")], .rejectWithReason, "reject with a reason, which goes to the agent"),
        row(.changes, [Key("v")], .selectLines, "select lines; then accept, reject, copy"),
        row(.changes, [Key("s")], .splitHunk, "split the hunk before the line; on its header: into its parts"),
        row(.changes, [Key("J")], .joinHunk, "join the hunk with the one above"),
        row(
            .changes, [Key("e")], .editFile,
            "edit the proposed file in $EDITOR; what you change beside the proposals is yours, and accepted"),
        row(.changes, [Key("i")], .editLine, "edit the added line in place"),
        row(
            .changes, [Key("c")], .commentLine, "comment on the line, the selection, the file; on a comment: change it"),
        row(.changes, [Key("r")], .resolveComment, "resolve the comment"),
        row(.changes, [Key("C")], .allComments, "all comments"),
        row(.changes, [Key("1")], .chooseOurs, "conflict: keep what is on disk"),
        row(.changes, [Key("2")], .chooseTheirs, "conflict: take what is proposed"),
        row(.changes, [Key("3")], .chooseBoth, "conflict: take both"),
        row(.changes, [Key("4")], .chooseBase, "conflict: go back to what was there before both"),
        row(.changes, [Key("b")], .toggleBase, "conflict: show what was there before both, or not"),
        row(.changes, [Key("a")], .acceptFile, "accept the file"),
        row(.changes, [Key("A")], .acceptAll, "accept everything"),
        row(.changes, [Key("R")], .rejectAll, "reject everything (asks)"),
        row(.changes, [Key("w")], .write, "write what is accepted"),
        row(
            .changes, [Key("M")], .commitReview,
            "commit what is accepted, after writing it; asks for the message (Ctrl-G: in $EDITOR)"),
        row(.changes, [Key("u")], .undoReview, "undo the latest decision or write (a write asks)"),
        row(.changes, [Key("U")], .redoReview, "redo"),
        row(.changes, [Key("/")], .searchDiff, "search in the diffs; n and N walk the matches until Esc"),
        row(.changes, [Key("d")], .toggleSplit, "unified or side by side (by itself from 140 columns)"),
        row(.changes, [Key("+")], .moreContext, "more unchanged lines around the changes"),
        row(.changes, [Key("-")], .lessContext, "fewer unchanged lines"),
        row(.changes, [Key("z")], .openFold, "open 10 more lines at both ends of the fold"),
        row(.changes, [Key("Z")], .openWholeFold, "open the fold; with none left: close all"),
        row(.changes, [Key("W")], .nextBlanks, "changes in blanks alone: shown, dimmed, hidden"),
        row(.changes, [Key("y")], .copyPart, "copy the hunk, the path, the file or a patch"),
        row(
            .changes, [Key("o")], .exportReview,
            "export: a patch of what is accepted (of all while nothing is), a report in markdown, or JSON"),
        row(.changes, [Key("m")], .goToOrigin, "to the message in the chat that made the change"),
        row(.changes, [Key("t")], .toggleTree, "files in a list or in their folders"),
        row(.changes, [Key("f")], .filterFiles, "show the files with these words in their paths"),
        row(.changes, [Key("F")], .nextShown, "show all files, undecided, decided, in conflict, edited ones"),
        row(.changes, [Key("S")], .nextOrder, "sort by path, state, size"),
        row(.changes, [Key("g"), Key(.home)], .firstRow, "first row"),
        row(.changes, [Key("G"), Key(.end)], .lastRow, "last row"),
        row(.changes, [Key(.pageUp)], .panelPageUp, "page up"),
        row(.changes, [Key(.pageDown)], .panelPageDown, "page down"),
        row(.changes, [Key(.left)], .panLeft, "pan the diff left"),
        row(.changes, [Key(.right)], .panRight, "pan the diff right"),
        row(.changes, [Key(")")], .longerList, "more rows for the list of files"),
        row(.changes, [Key("(")], .shorterList, "fewer rows for the list of files"),
        row([.changes, .chat, .queue, .list, .lines, .panel], [Key("?")], .help, "help"),
        row(
            .changes, [Key("q"), Key(.escape)], .backToChat,
            "back to the chat; Esc first ends a selection, a search, a filter"),

        row(.request, [Key("y")], .allowOnce, "yes, this once; at a limit: go on"),
        row(.request, [Key("p")], .allowPrefix, "yes to this prefix for the session"),
        row(.request, [Key("P")], .allowProject, "yes to this prefix in this project from now on"),
        row(.request, [Key("n")], .refuse, "no, with words for the agent; at a limit: stop here"),
        row(.request, [Key("d")], .denyPrefix, "no, and no to this prefix for the session"),
        row(.request, [Key("c")], .runInCopy, "while something is staged: run in a copy that holds it"),
        row(.request, [Key("o")], .runOnDisk, "while something is staged: run on disk as it is"),
        row(.request, [Key("w")], .writeFirst, "write the accepted changes, then run on disk"),
        row(.request, [Key("m")], .rememberPlace, "remember where commands run: once, session, project"),
        row(.request, (1...9).map { Key(Character("\($0)")) }, .choose, "a question: answer with this choice"),
        row(.request, [Key(.pageUp)], .pageUp, "scroll the text by five rows"),
        row(.request, [Key(.pageDown)], .pageDown, "scroll the text by five rows"),
        row(.request, [Key(.up), Key("k")], .requestUp, "scroll the text up"),
        row(.request, [Key(.down), Key("j")], .requestDown, "scroll the text down"),

        row(.queue, [Key("j"), Key(.down)], .nextRow, "next message"),
        row(.queue, [Key("k"), Key(.up)], .previousRow, "previous message"),
        row(.queue, [Key("e"), Key(.enter)], .editQueued, "edit it in the composer"),
        row(.queue, [Key("x"), Key(.delete)], .removeQueued, "take it out"),
        row(.queue, [Key("J"), Key(.down, .shift)], .moveQueuedDown, "send it later"),
        row(.queue, [Key("K"), Key(.up, .shift)], .moveQueuedUp, "send it sooner"),
        row(.queue, [Key("s")], .steerQueued, "steer the turn that runs with it"),
        row(.queue, [Key("q"), Key(.escape)], .backToChat, "back"),

        row(.list, [Key("j"), Key(.down), .control("n")], .nextRow, "next"),
        row(.list, [Key("k"), Key(.up), .control("p")], .previousRow, "previous"),
        row(.list, [Key("g"), Key(.home)], .firstRow, "first"),
        row(.list, [Key("G"), Key(.end)], .lastRow, "last"),
        row(.list, [Key(.pageDown)], .panelPageDown, "page down"),
        row(.list, [Key(.pageUp)], .panelPageUp, "page up"),
        row(.list, [Key(.enter)], .openItem, "open a conversation, edit a message, tick a todo, go to a comment"),
        row(.list, [Key(" ")], .toggleItem, "tick a todo, resolve a comment"),
        row(.list, [Key("y")], .copyPart, "copy the steps of the turn"),
        row(.list, [Key("r")], .renameItem, "rename a conversation, change a comment"),
        row(.list, [Key("d"), Key("x")], .removeItem, "delete a conversation (asks) or a comment, revoke a rule"),
        row(.list, [Key("q"), Key(.escape)], .cancelOrClose, "close"),

        row(.panel, [Key("r"), Key("l"), Key(.right)], .panelRight, "the changes right of the chat"),
        row(.panel, [Key("b"), Key("j"), Key(.down)], .panelBelow, "the changes below the chat"),
        row(.panel, [Key("o")], .panelAlone, "changes or chat, one over the whole screen"),
        row(.panel, [Key("h")], .panelHidden, "the changes only while they have the keys"),
        row(.panel, [Key("a")], .panelAuto, "the changes where there is room for them"),
        row(.panel, [Key("w"), .alt("w"), .control("w")], .nextPanelPlace, "the next of these places"),
        row(.panel, [Key("+"), Key(">")], .largerPanel, "a larger panel"),
        row(.panel, [Key("-"), Key("<")], .smallerPanel, "a smaller panel"),
        row(.panel, [Key(")")], .longerList, "a longer list of files"),
        row(.panel, [Key("(")], .shorterList, "a shorter list"),
        row(.panel, [Key("=")], .resetSizes, "all parts as large as they are unasked"),
        row(.panel, [Key("m")], .toggleMouse, "the mouse to the terminal, or back"),
        row(.panel, [Key("q"), Key(.escape)], .cancelOrClose, "nothing"),

        row(.lines, [Key("j"), Key(.down)], .nextRow, "next line"),
        row(.lines, [Key("k"), Key(.up)], .previousRow, "previous line"),
        row(.lines, [Key("g"), Key(.home)], .firstRow, "first line"),
        row(.lines, [Key("G"), Key(.end)], .lastRow, "last line"),
        row(.lines, [Key(.pageDown)], .panelPageDown, "page down"),
        row(.lines, [Key(.pageUp)], .panelPageUp, "page up"),
        row(.lines, [Key("v"), Key(" ")], .selectLines, "begin or end a selection"),
        row(.lines, [Key("y"), Key(.enter)], .copyPart, "copy the selected lines"),
        row(.lines, [Key("q"), Key(.escape)], .backToChat, "back; Esc first ends a selection"),

        row(.question, [Key("y")], .yes, "yes"),
        row(.question, [Key("n"), Key("q"), Key(.escape)], .no, "no"),

        row(.help, [Key("j"), Key(.down)], .nextRow, "line down"),
        row(.help, [Key("k"), Key(.up)], .previousRow, "line up"),
        row(.help, [Key(.pageDown), Key(" ")], .pageDown, "page down"),
        row(.help, [Key(.pageUp)], .pageUp, "page up"),
        row(.help, [Key("q"), Key(.escape), Key("?")], .cancelOrClose, "close"),

        row(.everywhere, [Key(.function(1))], .help, "help for where you are; `?` in an empty composer too"),
        row(.everywhere, [Key(.function(2)), .alt("x")], .palette, "all actions by name, with their keys"),
        row(.everywhere, [Key(.function(3))], .searchChat, "search the conversation; n and N walk the matches"),
        row(.everywhere, [Key(.function(6))], .nextPart, "next part: composer, request, queue, changes, chat"),
        row(.everywhere, [Key(.function(6), .shift)], .previousPart, "previous part"),
        row(.everywhere, [Key(.function(7))], .steps, "the steps of the running or latest turn, with their times"),
        row(.everywhere, [.control("t")], .toggleChanges, "to the changes; from there back"),
        row(.everywhere, [.control("q")], .goToRequest, "to the waiting request"),
        row(.everywhere, [Key(.escape)], .cancelOrClose, "cancel the turn; else close what is open"),
        row(
            .everywhere, [.control("c")], .clearOrQuit, "clear the composer; empty: cancel the turn; idle, twice: quit"),
        row(.everywhere, [.control("o")], .toggleOutput, "whole outputs and reasoning, or their ends"),
        row(.everywhere, [Key(.tab, .shift)], .cycleMode, "next mode: ask, agent, auto"),
        row(.everywhere, [Key(.function(5))], .carryOut, "ask mode: carry the plan out in agent mode"),
        row(
            .everywhere, [.alt("w")], .arrangePanel,
            "arrange the panel: the key after it says where it stands and how large it is"),
        row(
            .everywhere, [Key(.function(4))], .nextPanelPlace,
            "the changes at the next place: right, below, alone, hidden"),
        row(.everywhere, [.alt("+")], .largerPanel, "a larger panel"),
        row(.everywhere, [.alt("-")], .smallerPanel, "a smaller panel"),
        row(.everywhere, [.alt("=")], .resetSizes, "all parts as large as they are unasked"),
        row(.everywhere, [.alt("m")], .toggleMouse, "the mouse to the terminal, which selects text with it; or back"),
        row(.everywhere, [.alt("l")], .signIn, "sign in"),
        row(.everywhere, [.alt("r")], .askAgain, "ask again: what failed, what waits to be tried, what stays silent"),
        row(.everywhere, [Key(.function(8))], .chooseTheme, "how it looks: choose a theme"),
        row(.everywhere, [.control("l")], .redraw, "draw the screen again"),
        row(.everywhere, [.control("z")], .suspend, "suspend; `fg` comes back"),
    ]
}
