// Everything that a key can do, by name.

/// An action of the program; its raw name is what settings and the palette will call it.
public enum Action: String, CaseIterable, Hashable, Sendable {
    // Everywhere.
    case help, nextPart, previousPart, toggleChanges, goToRequest, cancelOrClose, clearOrQuit, redraw, suspend
    case toggleOutput, cycleMode, carryOut, signIn, palette
    case steps, askAgain, chooseTheme
    // How the screen is arranged.
    case arrangePanel, nextPanelPlace, panelAuto, panelRight, panelBelow, panelAlone, panelHidden
    case largerPanel, smallerPanel, longerList, shorterList, resetSizes, toggleMouse
    // Composer.
    case send, steer, newline, externalEditor, endOfInput, takeBackQueued, improve
    case lineStart, lineEnd, back, forward, previousLine, nextLine, wordBack, wordForward
    case deleteBack, deleteForward, deleteWordBack, deleteWordForward, killToEnd, killToStart, yank, undoEdit, redoEdit
    case textStart, textEnd, yankEarlier, upperWord, capitalWord, unfold, searchHistory, attachOutput
    // The menu above the composer.
    case nextItem, previousItem, completeItem, takeItem, closeMenu
    // Chat.
    case pageUp, pageDown, scrollUp, scrollDown, toTop, toBottom, editEarlier, repeatTurn
    case nextEntry, previousEntry, nextUserMessage, previousUserMessage, openEntry, foldEntry
    case searchChat, nextMatch, previousMatch, copyFromChat
    // Queue.
    case editQueued, removeQueued, moveQueuedUp, moveQueuedDown, steerQueued
    // Changes.
    case nextRow, previousRow, switchSide, openFile, nextHunk, previousHunk, nextUndecided, previousUndecided
    case accept, reject, acceptFile, acceptAll, rejectAll, write, undoReview, redoReview, backToChat
    case firstRow, lastRow, panelPageUp, panelPageDown, panLeft, panRight
    case rejectWithReason, selectLines, splitHunk, joinHunk, searchDiff, filterFiles, nextShown, nextOrder, toggleTree
    case toggleSplit, moreContext, lessContext, nextBlanks, openFold, openWholeFold, copyPart, editFile, exportReview,
        commentLine
    case resolveComment, allComments, editLine, chooseOurs, chooseTheirs, chooseBoth, chooseBase, toggleBase,
        commitReview, goToOrigin
    // A request.
    case allowOnce, allowPrefix, allowProject, refuse, denyPrefix, runInCopy, runOnDisk, writeFirst, rememberPlace
    case choose, requestUp, requestDown
    // A list in front.
    case openItem, toggleItem, renameItem, removeItem
    // A question with two answers.
    case yes, no
}

extension Action {
    /// As people read it: `nextHunk` is `next hunk`.
    public var words: String {
        rawValue.reduce(into: "") { text, letter in
            if letter.isUppercase { text += " " }
            text += letter.lowercased()
        }
    }
}

/// Where a key means what it means.
public enum KeyContext: String, CaseIterable, Hashable, Sendable {
    case composer = "Composer"
    case menu = "Menu"
    case chat = "Chat"
    case changes = "Changes"
    case request = "Request"
    case queue = "Queue"
    case list = "List"
    case panel = "Panel"
    case lines = "Lines of a message"
    case question = "Question"
    case help = "Help"
    case everywhere = "Everywhere"

    /// As settings call it: `changes`.
    public var settingsName: String { self == .lines ? "lines" : rawValue.lowercased() }
}
