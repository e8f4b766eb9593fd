// Sessions of a served site: their ends, their bound, and what a restart finds.

import JSON
import Storage
import Testing

@testable import LocalBackend

@Suite struct KeptSessionsTests {
    private let ada = SiteAccount(name: "ada", fullName: "Ada", password: .decoy(cost: .cheap), passwordSet: 5)
    private let bob = SiteAccount(name: "bob", fullName: "Bob", password: .decoy(cost: .cheap), passwordSet: 5)
    private var kept: KeptSessions

    init() {
        var limits = SessionLimits()
        (limits.idleMilliseconds, limits.longestMilliseconds, limits.perUser) = (100, 250, 3)
        kept = KeptSessions(limits)
    }

    private func expect(
        _ wanted: [ContentHash], _ gone: [ContentHash], _ place: SourceLocation = #_sourceLocation
    ) {
        #expect(gone == wanted, sourceLocation: place)
    }

    private func waits(_ wanted: Int?, _ seconds: Int?, _ place: SourceLocation = #_sourceLocation) {
        #expect(seconds == wanted, sourceLocation: place)
    }

    @Test mutating func aSessionEndsWhenItIsNotUsed() {
        _ = kept.begin("s", ada, now: 0)
        #expect(kept.user(of: "s", now: 99) == "ada")
        #expect(kept.user(of: "s", now: 100) == nil)
        #expect(kept.user(of: "S", now: 1) == nil)
        #expect(kept.user(of: "", now: 1) == nil)
    }

    @Test mutating func useKeepsItUpToItsLongest() {
        _ = kept.begin("s", ada, now: 0)
        for now in [90, 180, 240] { kept.use("s", now: now) }
        #expect(kept.user(of: "s", now: 249) == "ada")
        #expect(kept.user(of: "s", now: 250) == nil)
        kept.dropExpired(250)
        #expect(kept.all.isEmpty)
        // What is over does not come back by being used.
        _ = kept.begin("t", ada, now: 300)
        kept.use("t", now: 500)
        #expect(kept.user(of: "t", now: 500) == nil)
    }

    @Test mutating func theOneThatWasUsedLongestAgoGoes() {
        for id in ["a", "b", "c"] { expect([], kept.begin(id, ada, now: 0)) }
        for id in ["a", "c"] { kept.use(id, now: 5) }
        expect([], kept.begin("other", bob, now: 6))
        expect([KeptSessions.hash("b")], kept.begin("d", ada, now: 6))
        #expect(kept.user(of: "b", now: 7) == nil)
        for id in ["a", "c", "d"] { #expect(kept.user(of: id, now: 7) == "ada") }
        #expect(kept.user(of: "other", now: 7) == "bob")
    }

    @Test mutating func anotherPasswordEndsThem() throws {
        _ = kept.begin("a", ada, now: 0)
        _ = kept.begin("b", bob, now: 0)
        var accounts = SiteAccounts()
        accounts.set(ada)
        accounts.set(SiteAccount(name: "bob", fullName: "Bob", password: bob.password, passwordSet: 6))
        kept.match(accounts)
        #expect(kept.user(of: "a", now: 1) == "ada")
        #expect(kept.user(of: "b", now: 1) == nil)
        _ = accounts.remove("ada")
        kept.match(accounts)
        #expect(kept.user(of: "a", now: 1) == nil)
    }

    @Test mutating func aRestartFindsThemAndTheFileHasNoIds() throws {
        _ = kept.begin("secret-id", ada, now: 10)
        kept.use("secret-id", now: 20)
        let text = kept.json.text
        #expect(!text.contains("secret-id"))
        var limits = kept.limits
        limits.perUser = 9
        let read = KeptSessions(limits, reading: try JSONValue.parse(text), now: 30)
        #expect(read.user(of: "secret-id", now: 119) == "ada")
        #expect(read.user(of: "secret-id", now: 120) == nil)
        // The hash is no id.
        #expect(read.user(of: KeptSessions.hash("secret-id").description, now: 30) == nil)
        #expect(KeptSessions(limits, reading: try JSONValue.parse(text), now: 400).all.isEmpty)
        #expect(KeptSessions(limits, reading: ["sessions": [1, ["id": "x"]]], now: 0).all.isEmpty)
    }

    @Test mutating func endsOneOrAll() {
        for id in ["a", "b"] { _ = kept.begin(id, ada, now: 0) }
        _ = kept.begin("c", bob, now: 0)
        kept.isChanged = false
        kept.end("nobody's")
        #expect(!kept.isChanged)
        kept.end("a")
        #expect(kept.isChanged && kept.user(of: "a", now: 1) == nil && kept.user(of: "b", now: 1) == "ada")
        kept.endAll(of: "ada")
        #expect(kept.user(of: "b", now: 1) == nil && kept.user(of: "c", now: 1) == "bob")
    }

    @Test func aMinuteHoldsItsRequests() {
        var allowance = UserAllowance(perMinute: 60)
        for _ in 0..<60 { waits(nil, allowance.take("ada", now: 0)) }
        waits(1, allowance.take("ada", now: 0))
        waits(nil, allowance.take("bob", now: 0))
        waits(1, allowance.take("ada", now: 999))
        waits(nil, allowance.take("ada", now: 2_000))
        // Ten minutes are worth one.
        for _ in 0..<60 { waits(nil, allowance.take("ada", now: 600_000)) }
        waits(1, allowance.take("ada", now: 600_000))
        var slow = UserAllowance(perMinute: 1)
        waits(nil, slow.take("ada", now: 0))
        waits(60, slow.take("ada", now: 0))
        waits(30, slow.take("ada", now: 30_000))
        waits(nil, slow.take("ada", now: 60_000))
    }
}
