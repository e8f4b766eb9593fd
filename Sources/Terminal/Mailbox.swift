// The only way in for the rest of the program: messages from any thread, read by the loop alone.
private import Synchronization

/// A bounded queue from any thread to the loop, in the order of posting.
///
/// Overflow rule: nothing that was taken in is ever lost. `post` refuses when the box is full and says so;
/// `send` waits for room. The loop is woken when the first message arrives in an empty box, once.
public final class Mailbox<Message: Sendable>: Sendable {
    /// What became of a posted message.
    public enum Receipt: Equatable, Sendable { case accepted, full, closed }

    private struct Waiting {
        let message: Message
        let resumed: CheckedContinuation<Receipt, Never>
    }

    private struct Contents {
        var messages: [Message] = []
        var waiting: [Waiting] = []
        var isClosed = false
    }

    public let capacity: Int
    let waker: Waker
    private let contents = Mutex(Contents())

    /// `capacity` counts messages.
    public init(waker: Waker, capacity: Int = 4096) {
        self.waker = waker
        self.capacity = max(1, capacity)
    }

    /// Never waits. For messages that may be refused (progress, ticks), and for callers that can't wait.
    @discardableResult
    public func post(_ message: Message) -> Receipt {
        let (receipt, isFirst) = contents.withLock { contents -> (Receipt, Bool) in
            if contents.isClosed { return (.closed, false) }
            if contents.messages.count >= capacity || !contents.waiting.isEmpty { return (.full, false) }
            contents.messages.append(message)
            return (.accepted, contents.messages.count == 1)
        }
        if isFirst { waker.wake() }
        return receipt
    }

    /// Waits for room. For messages that decide something: replies, results of tools. `.closed` when the loop ended.
    @discardableResult
    public func send(_ message: Message) async -> Receipt {
        await withCheckedContinuation { continuation in
            let (receipt, isFirst) = contents.withLock { contents -> (Receipt?, Bool) in
                if contents.isClosed { return (.closed, false) }
                if contents.messages.count >= capacity || !contents.waiting.isEmpty {
                    contents.waiting.append(Waiting(message: message, resumed: continuation))
                    return (nil, false)
                }
                contents.messages.append(message)
                return (.accepted, contents.messages.count == 1)
            }
            if isFirst { waker.wake() }
            if let receipt { continuation.resume(returning: receipt) }
        }
    }

    /// The oldest messages, at most `limit`, and whether more are there. No wake-up follows for those left behind.
    func take(atMost limit: Int) -> (messages: [Message], hasMore: Bool) {
        let (taken, admitted, hasMore) = contents.withLock { contents -> ([Message], [Waiting], Bool) in
            guard !contents.messages.isEmpty else { return ([], [], false) }
            let taken = Array(contents.messages.prefix(limit))
            contents.messages.removeFirst(taken.count)
            guard !contents.waiting.isEmpty else { return (taken, [], !contents.messages.isEmpty) }
            let admitted = Array(contents.waiting.prefix(capacity - contents.messages.count))
            contents.waiting.removeFirst(admitted.count)
            contents.messages += admitted.map { $0.message }
            return (taken, admitted, !contents.messages.isEmpty)
        }
        for waiting in admitted { waiting.resumed.resume(returning: .accepted) }
        return (taken, hasMore)
    }

    /// Nothing is taken in any more, and nobody waits for room any longer.
    public func close() {
        let left = contents.withLock { contents -> [Waiting] in
            contents.isClosed = true
            defer { contents.waiting = [] }
            return contents.waiting
        }
        for waiting in left { waiting.resumed.resume(returning: .closed) }
    }

    /// Senders that wait for room.
    var waitingCount: Int { contents.withLock { $0.waiting.count } }
}
