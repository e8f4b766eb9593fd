// Wrong passwords, counted: transcripts of who tries, when, and what he hears.

import TestSupport
import Testing

@testable import LocalBackend

@Suite struct SignInGuardTests {
    private var door = SignInGuard()

    private mutating func tries(_ user: String, _ address: String, at second: Int) -> SignInGuard.Effect? {
        door.handle(.tried(user: user, address: address, now: second * 1_000)).first
    }

    private func expect(
        _ wanted: SignInGuard.Effect, _ heard: SignInGuard.Effect?, _ place: SourceLocation = #_sourceLocation
    ) {
        #expect(heard == wanted, sourceLocation: place)
    }

    @Test mutating func theFifthWrongPasswordLocksForAMinute() {
        for second in 0..<5 { expect(.check, tries("ada", "10.0.0.1", at: second)) }
        expect(.locked(seconds: 59), tries("ada", "10.0.0.1", at: 5))
        expect(.locked(seconds: 1), tries("ADA", "10.0.0.1", at: 63))
        // From elsewhere, and for others from there, it goes on.
        expect(.check, tries("ada", "10.0.0.2", at: 5))
        expect(.check, tries("bob", "10.0.0.1", at: 5))
        // The next wrong one locks for two minutes.
        expect(.check, tries("ada", "10.0.0.1", at: 64))
        expect(.locked(seconds: 119), tries("ada", "10.0.0.1", at: 65))
    }

    @Test mutating func theRightPasswordForgetsTheWrongOnes() {
        for second in 0..<4 { expect(.check, tries("ada", "10.0.0.1", at: second)) }
        expect(.check, tries("ada", "10.0.0.1", at: 5))
        _ = door.handle(.succeeded(user: "Ada", address: "10.0.0.1"))
        for second in 6..<11 { expect(.check, tries("ada", "10.0.0.1", at: second)) }
        expect(.locked(seconds: 59), tries("ada", "10.0.0.1", at: 11))
    }

    @Test mutating func whatWasNotLookedAtCountsForNothing() {
        for second in 0..<200 {
            expect(.check, tries("ada", "10.0.0.1", at: second))
            _ = door.handle(.dropped(user: "ada", address: "10.0.0.1"))
        }
        // And it takes no wrong password back.
        for second in 200..<205 { expect(.check, tries("ada", "10.0.0.1", at: second)) }
        expect(.locked(seconds: 59), tries("ada", "10.0.0.1", at: 205))
    }

    @Test func whoHasAnAddressHasItsNetwork() {
        let networks = [
            ("10.0.0.1", "10.0.0.1"), ("::ffff:10.0.0.1", "10.0.0.1"), ("::FFFF:10.0.0.2", "10.0.0.2"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"), ("2001:db8::7", "2001:db8:0:0"), ("::1", "0:0:0:0"),
            ("2001::5:1:2:3:4", "2001:0:0:5"), ("fe80::", "fe80:0:0:0"),
        ]
        for (address, network) in networks { #expect(SignInGuard.network(of: address) == network, "\(address)") }
    }

    /// A right password of one's own does not open what wrong ones for others have closed.
    @Test mutating func aLockOfTheAddressOutlivesASignIn() {
        expect(.check, tries("eve", "10.0.0.1", at: 0))
        for number in 0..<49 { expect(.check, tries("user\(number)", "10.0.0.1", at: 0)) }
        expect(.tooMany(seconds: 59), tries("user50", "10.0.0.1", at: 1))
        // One more wrong one when that is over locks for longer, and that lock is not eve's to open.
        expect(.check, tries("user51", "10.0.0.1", at: 61))
        _ = door.handle(.succeeded(user: "eve", address: "10.0.0.1"))
        expect(.tooMany(seconds: 119), tries("user52", "10.0.0.1", at: 62))
    }

    @Test mutating func manyAtOnceDoNotSlipThrough() {
        let heard = (0..<100).map { _ in tries("ada", "10.0.0.1", at: 0) }
        #expect(heard.prefix(5).allSatisfy { $0 == .check })
        #expect(heard.dropFirst(5).allSatisfy { $0 == .locked(seconds: 60) })
    }

    @Test mutating func manyNamesFromOneAddressAreTooMany() {
        for number in 0..<50 { expect(.check, tries("user\(number)", "10.0.0.1", at: 0)) }
        expect(.tooMany(seconds: 59), tries("user50", "10.0.0.1", at: 1))
        expect(.check, tries("user50", "10.0.0.2", at: 1))
    }

    @Test mutating func oneNameFromManyAddressesIsLocked() {
        for number in 0..<50 { expect(.check, tries("ada", "10.0.1.\(number)", at: 0)) }
        expect(.locked(seconds: 59), tries("ada", "10.0.2.1", at: 1))
    }

    @Test mutating func aNetworkOfIPv6IsOneAddress() {
        #expect(SignInGuard.network(of: "2001:db8:1:2:3::4") == SignInGuard.network(of: "2001:db8:1:2:9:8:7:6"))
        #expect(SignInGuard.network(of: "2001:db8:1:2::1") != SignInGuard.network(of: "2001:db8:1:3::1"))
        #expect(SignInGuard.network(of: "::1") == "0:0:0:0")
        #expect(SignInGuard.network(of: "10.0.0.1") == "10.0.0.1")
    }

    @Test mutating func countsAreForgottenAfterAQuarterOfAnHour() {
        for _ in 0..<4 { expect(.check, tries("ada", "10.0.0.1", at: 0)) }
        for second in 901..<905 { expect(.check, tries("ada", "10.0.0.1", at: second)) }
        expect(.check, tries("ada", "10.0.0.1", at: 906))
        expect(.locked(seconds: 59), tries("ada", "10.0.0.1", at: 907))
    }

    /// Whatever comes: never more than five unchecked wrong passwords for one user from one address in a minute.
    @Test mutating func noOrderOfEventsLetsMoreThrough() {
        var random = SeededGenerator.fresh()
        var checks: [String: [Int]] = [:]
        var now = 0
        for _ in 0..<fuzzRounds(default: 5_000) {
            now += Int.random(in: 0...20_000, using: &random)
            let user = "u\(Int.random(in: 0..<3, using: &random))"
            let address = "10.0.0.\(Int.random(in: 0..<3, using: &random))"
            guard door.handle(.tried(user: user, address: address, now: now)) == [.check] else { continue }
            let key = "\(user)@\(address)"
            checks[key, default: []].append(now)
            let recent = checks[key, default: []].filter { now - $0 < 60_000 }
            #expect(recent.count <= 5, "seed \(random.seed)")
            if Int.random(in: 0..<10, using: &random) == 0 {
                _ = door.handle(.succeeded(user: user, address: address))
                checks[key] = []
            }
        }
    }
}
