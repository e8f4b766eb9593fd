// The mailbox: order, bounds, and what happens at the bound.
import Testing

@testable import Terminal

struct MailboxTests {
    @Test func messagesComeOutInOrderAndInPortions() throws {
        let mailbox = Mailbox<Int>(waker: try Waker(), capacity: 10)
        for number in 1...5 { #expect(mailbox.post(number) == .accepted) }
        let first = mailbox.take(atMost: 3)
        #expect(first.messages == [1, 2, 3])
        #expect(first.hasMore)
        let second = mailbox.take(atMost: 3)
        #expect(second.messages == [4, 5])
        #expect(!second.hasMore)
    }

    @Test func aFullBoxRefusesAndKeepsWhatItHas() throws {
        let mailbox = Mailbox<Int>(waker: try Waker(), capacity: 2)
        #expect([1, 2, 3].map { mailbox.post($0) } == [.accepted, .accepted, .full])
        #expect(mailbox.take(atMost: 9).messages == [1, 2])
        #expect(mailbox.post(4) == .accepted)
    }

    @Test func aClosedBoxTakesNothing() throws {
        let mailbox = Mailbox<Int>(waker: try Waker())
        mailbox.close()
        #expect(mailbox.post(1) == .closed)
    }

    @Test func sendersWaitForRoomAndKeepTheirOrder() async throws {
        let mailbox = Mailbox<Int>(waker: try Waker(), capacity: 4)
        let numbers = Array(1...500)
        async let sending: [Mailbox<Int>.Receipt] = {
            var receipts: [Mailbox<Int>.Receipt] = []
            for number in numbers { receipts.append(await mailbox.send(number)) }
            return receipts
        }()
        var received: [Int] = []
        while received.count < numbers.count {
            received += mailbox.take(atMost: 3).messages
            await Task.yield()
        }
        #expect(received == numbers)
        #expect(await sending.allSatisfy { $0 == .accepted })
    }

    @Test func closingLetsWaitingSendersGo() async throws {
        let mailbox = Mailbox<Int>(waker: try Waker(), capacity: 1)
        mailbox.post(1)
        async let sending = mailbox.send(2)
        while mailbox.waitingCount == 0 { await Task.yield() }
        mailbox.close()
        #expect(await sending == .closed)
    }

    @Test func nothingIsLostAmongManySenders() async throws {
        let mailbox = Mailbox<Int>(waker: try Waker(), capacity: 16)
        let received = await withTaskGroup(of: Void.self) { group in
            for sender in 0..<8 {
                group.addTask {
                    for number in 0..<200 { await mailbox.send(sender * 1000 + number) }
                }
            }
            var received: [Int] = []
            while received.count < 1600 {
                received += mailbox.take(atMost: 256).messages
                await Task.yield()
            }
            return received
        }
        for sender in 0..<8 {
            // Each sender's own order is kept.
            #expect(received.filter { $0 / 1000 == sender } == (0..<200).map { sender * 1000 + $0 })
        }
    }
}
