// Kept conversations: listed, taken up again, read further up, written out.

internal import ChangeReview
internal import Screen
internal import TaskMachine

extension AppModel {
    mutating func conversations(_ message: AppMessage) -> [AppEffect] {
        switch message {
        case .conversationsListed(let all):
            listed(all)
            guard case .conversations = picker?.subject else { return [] }
            let titled = withTitleOfHere(all)
            picker?.subject = .conversations(titled)
            return []
        case .conversationOpened(let state, let id):
            report.conversationID = id
            picker = nil
            return take(up: state)
        case .conversationTroubled(let trouble):
            picker = nil
            isReadingEarlier = false
            search?.sought = nil
            chat.followEnd()
            return tell(.noted(signs.adapted(Words.text(of: trouble))))
        case .exported(let path): return tell(.noted("The conversation was written to \(path)"))
        case .earlierEntries(let entries, let isPartial):
            isReadingEarlier = false
            // What is read comes above the row that is on top, which stays where it is.
            if let first = conversation.entries.first { chat.leaveGreeting(for: first.id) }
            chat.forgetRows()
            let count = conversation.entries.count
            let effects = tell(.earlierRead(entries, isPartial: isPartial))
            return effects + searchRead(conversation.entries.count - count)
        default: return []
        }
    }

    /// What a start brings: a conversation to go on with and a draft, or how to get at the latest one.
    mutating func takeUpConversation() -> [AppEffect] {
        var effects: [AppEffect] = []
        if let state = report.conversation { effects += take(up: state) }
        // Whoever types already is not disturbed.
        if !report.draft.isEmpty {
            if composer.isEmpty {
                composer.restore(report.draft)
                keptDraft = report.draft
            } else {
                composer.addHistory([KeptDraft.text(of: report.draft)])
            }
        }
        for sentence in Words.sentences(aboutConversation: report) { effects += tell(.announced(sentence)) }
        // What is in memory now is not needed twice.
        report.conversation = nil
        return effects
    }

    /// A kept conversation takes the place of what is shown.
    mutating func take(up state: ConversationState) -> [AppEffect] {
        chat = emptyChat
        search = nil
        copying = nil
        stepTimes = StepTimes()
        timeline = TurnTimeline()
        reasoningTimes = ReasoningTimes()
        greeting = nil
        isReadingEarlier = false
        isFailureDismissed = false
        leaveEdit()
        return tell(.restored(state))
    }

    /// `/new`: what is kept from here on goes to a file of its own.
    mutating func beginConversation() -> [AppEffect] {
        chat = emptyChat
        search = nil
        copying = nil
        greeting = nil
        isReadingEarlier = false
        leaveEdit()
        improving = nil
        report.conversationID = nil
        // After what is still to be kept of the old one.
        let effects = tell(.newRequested) + [.beginConversation]
        guard !changes.isEmpty else { return effects }
        return effects + say("\(counted(changes.changes.count, "staged change")) kept")
    }

    /// Somebody scrolled to the first entry of a conversation that was read in part.
    mutating func readEarlier() -> [AppEffect] {
        guard conversation.isPartial, !isReadingEarlier else { return [] }
        isReadingEarlier = true
        return [.readEarlierEntries]
    }

    // MARK: Commands

    mutating func pickConversation() -> [AppEffect] {
        picker = Picker(.conversations(nil))
        return [.listConversations]
    }

    mutating func resume(_ id: String) -> [AppEffect] {
        id.isEmpty ? pickConversation() : open(id)
    }

    mutating func open(_ id: String) -> [AppEffect] {
        guard conversation.task.lifecycle.isOver else { return say("A turn runs. Esc cancels it first") }
        return [.openConversation(id)]
    }

    /// `md FILE`, `json`, `FILE`, or nothing: a file's name says how it is meant.
    mutating func export(_ argument: String) -> [AppEffect] {
        guard !conversation.entries.isEmpty else { return say("There is nothing to export yet") }
        let words = argument.split(separator: " ", maxSplits: 1).map(String.init)
        if let format = words.first.flatMap(ExportFormat.init(rawValue:)) {
            return [.exportConversation(format, path: words.count > 1 ? words[1] : nil)]
        }
        let format = argument.hasSuffix(".json") ? ExportFormat.json : .markdown
        return [.exportConversation(format, path: argument.isEmpty ? nil : argument)]
    }
}
