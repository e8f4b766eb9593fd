// The orders about conversations, one after the other and off the terminal's thread.
import App
import Terminal

/// The part of the effects' interpreter that keeps conversations. What comes of an order arrives in the mailbox.
final class ConversationLane: Sendable {
    private let mailbox: Mailbox<AppMessage>
    private let desk: ConversationDesk
    private let lane = SerialLane()
    private let drafts: DraftKeeper

    init(mailbox: Mailbox<AppMessage>, desk: ConversationDesk) {
        self.mailbox = mailbox
        self.desk = desk
        drafts = DraftKeeper { text in
            if let trouble = await desk.keepDraft(text) { await mailbox.send(.troubled(trouble)) }
        }
    }

    func perform(_ effect: AppEffect) {
        switch effect {
        case .keep(let records): tell { await $0.keep(records).map { .troubled($0) } }
        case .beginConversation: tell { await $0.begin().map { .troubled($0) } }
        case .keepDraft(let text): drafts.keep(text)
        case .listConversations: tell { await $0.list() }
        case .openConversation(let id):
            lane.enqueue { [desk, mailbox] in
                for message in await desk.open(id) { await mailbox.send(message) }
            }
        case .renameConversation(let id, let title): tell { await $0.rename(id, title) }
        case .deleteConversation(let id): tell { await $0.delete(id) }
        case .exportConversation(let format, let path): tell { await $0.export(format, to: path) }
        case .readEarlierEntries: tell { await $0.earlier() }
        case .searchEarlier(let search, let isFirst):
            lane.enqueue { [desk, mailbox] in
                for message in await desk.search(search, isFirst: isFirst) { await mailbox.send(message) }
            }
        default: break
        }
    }

    /// What was ordered so far is done.
    func drained() async { await lane.drained() }

    /// Everything is on disk when this returns.
    func finish(isClean: Bool) async {
        await drafts.finish()
        await lane.drained()
        await desk.end(isClean: isClean)
    }

    private func tell(_ work: @escaping @Sendable (ConversationDesk) async -> AppMessage?) {
        lane.enqueue { [desk, mailbox] in
            if let message = await work(desk) { await mailbox.send(message) }
        }
    }
}
