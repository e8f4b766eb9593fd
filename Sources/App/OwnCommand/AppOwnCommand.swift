// Running the user's own commands: no request, since the user typed it; on disk, where the user's files are.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension AppModel {
    /// The command that is written; nil when a message is.
    var writtenCommand: String? {
        guard draftPurpose == .message, composer.draft.pieces.first == .character("!") else { return nil }
        let line = composer.text.dropFirst().drop(while: \.isWhitespace)
        return String(line)
    }

    mutating func runOwnCommand(_ line: String) -> [AppEffect] {
        guard !composer.beginsPasted else {
            return say("A pasted ! runs nothing. Type the ! yourself; what is written is kept")
        }
        guard !line.isEmpty else { return say("A command is missing: write it behind the !") }
        guard isStarted else { return say("The folder is still being opened. What is written is kept") }
        guard ownCommand == nil else { return say("A command of yours runs. Esc stops it; what is written is kept") }
        return beginOwnCommand(line, typed: composer.take())
    }

    /// `typed`: what the history keeps.
    mutating func beginOwnCommand(_ line: String, typed: String) -> [AppEffect] {
        ownCommands += 1
        let id = "\(ToolLine.ownPrefix)\(conversation.entries.count)-\(ownCommands)"
        let command = OwnCommand(id: id, line: line, startedAt: clock.now)
        ownCommand = command
        ownOutput = nil
        return [.remember(typed), .execute(command.call, StagedFiles(), ToolPermit(place: .disk))]
    }

    /// nil: the result is not that of the user's command.
    mutating func ownCommandEnded(_ result: ToolResult) -> [AppEffect]? {
        guard let command = ownCommand, command.id == result.callID else { return nil }
        ownCommand = nil
        // The first line says how it ended.
        let parts = result.text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let printed = parts.count > 1 ? String(parts[1]) : ""
        let state: ToolLine.State =
            result.exitStatus == nil && result.text.hasPrefix("cancelled")
            ? .cancelled : result.succeeded ? .succeeded : .failed
        let line = ToolLine(
            callID: command.id, action: result.action, object: command.line, state: state,
            output: BoundedText(result.text), exitStatus: result.exitStatus, milliseconds: result.milliseconds)
        chat.followEnd()
        let shown = tell(.ownCommandEnded(line))
        guard printed.contains(where: { !$0.isWhitespace }) else { return shown }
        ownOutput = OwnOutput(line: command.line, text: printed)
        return shown + say("Alt-A attaches what `\(Self.short(command.line))` printed")
    }

    mutating func stopOwnCommand() -> [AppEffect] {
        guard let ownCommand else { return [] }
        return [.cancelTool(callID: ownCommand.id)] + say("Stopping `\(Self.short(ownCommand.line))`\(signs.dots)")
    }

    mutating func attachOutput() -> [AppEffect] {
        guard let output = ownOutput else { return say("Nothing to attach. !command runs one here") }
        ownOutput = nil
        focus = .composer
        // A fence begins a line.
        let isInLine = composer.draft.cursor != composer.draft.lineStart
        let text = (isInLine ? "\n" : "") + output.attachment
        composer.attach(FoldedPaste(output: text, of: output.line))
        return []
    }

    /// Above the composer while one runs.
    func ownCommandBanner(columns: Int) -> TextRow? {
        guard let ownCommand else { return nil }
        var line = StyledLine(" \(signs.running) ", .attention) + StyledLine(Self.short(ownCommand.line), .code)
        if !ownCommand.latest.isEmpty { line += StyledLine("  \(ownCommand.latest)", .dim) }
        let keys = StyledLine(columns < 60 ? "Esc " : "Esc stops it ", .dim)
        return TextRow(truncated(line, columns: columns - keys.width - 2, sign: signs.cut), trailing: keys)
    }

    private static func short(_ line: String) -> String {
        let line = line.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > 40 ? line.prefix(39) + "…" : line
    }

    mutating func unfold() -> [AppEffect] {
        switch composer.unfold() {
        case .unfolded: return []
        case .noFold: return []
        case .tooLong: return say("The paste is too long to be shown here. Ctrl-G opens all of it in $EDITOR")
        }
    }
}
