// A file of accounts that goes away and comes back, as looks at it tell.

import TestSupport
import Testing

@testable import LocalBackend

@Suite struct AccountWatchTests {
    private func accounts(_ names: String...) -> SiteAccounts {
        var accounts = SiteAccounts()
        for name in names { accounts.set(ServedSiteUnderTest.account(name, password: "p", set: 1)) }
        return accounts
    }

    @Test func aFileThatIsAwaySignsNobodyOutAndLetsNobodyInForLong() {
        let ada = accounts("ada@x")
        var watch = AccountWatch(ada, stamp: 7)
        #expect(watch.handle(.same(now: 0)) == [])
        #expect(watch.handle(.missing(now: 1_000)) == [.warn("the file is not there")])
        #expect(watch.handle(.missing(now: 31_000)) == [])
        #expect(watch.accounts == ada)
        #expect(!watch.refusesSignIns(at: 60_999))
        #expect(watch.refusesSignIns(at: 61_000))
        // Another trouble with the same file is told, and is no new minute.
        #expect(watch.handle(.unusable("noJSON", now: 61_000)) == [.warn("noJSON")])
        #expect(watch.handle(.unusable("noJSON", now: 62_000)) == [])
        #expect(watch.refusesSignIns(at: 62_000))
        let both = accounts("ada@x", "bob@x")
        #expect(watch.handle(.read(both, stamp: 9, now: 63_000)) == [.use(both)])
        #expect(!watch.refusesSignIns(at: 63_000))
        #expect(watch.stamp == 9)
    }

    @Test func theSameFileComesBack() {
        let ada = accounts("ada@x")
        var watch = AccountWatch(ada, stamp: 7)
        _ = watch.handle(.missing(now: 0))
        #expect(watch.handle(.same(now: 90_000)) == [.tellThatItIsBack])
        #expect(watch.handle(.same(now: 90_000)) == [])
        #expect(!watch.refusesSignIns(at: 200_000))
    }

    @Test func aLookTellsAMissingFileFromOneWithoutAccounts() throws {
        let folder = try TemporaryFolder()
        let file = AccountFile("\(folder.path)/accounts.json")
        #expect(file.look(behind: 0, now: 5) == .same(now: 5))
        #expect(file.look(behind: 7, now: 5) == .missing(now: 5))
        try folder.write("accounts.json", #"{"version":1,"users":[]}"#)
        _ = try run(["chmod", "600", file.path])
        #expect(file.look(behind: 7, now: 5) == .read(SiteAccounts(), stamp: file.stamp, now: 5))
        try folder.write("accounts.json", "{")
        #expect(file.look(behind: 7, now: 5) == .unusable("noJSON", now: 5))
    }
}
