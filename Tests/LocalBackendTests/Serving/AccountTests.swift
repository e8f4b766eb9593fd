// Passwords, accounts and their file: what is kept, what is believed, and what is refused.

import JSON
import TestSupport
import Testing

@testable import LocalBackend

@Suite struct AccountTests {
    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = hexadecimal.split(separator: " ").joined()
        return stride(from: 0, to: digits.count, by: 2).map { place in
            let start = digits.index(digits.startIndex, offsetBy: place)
            return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16) ?? 0
        }
    }

    /// The vectors of RFC 7914 §12.
    @Test(arguments: [
        (
            "", "", PasswordHash.Cost(logN: 4, r: 1, p: 1),
            "77d6576238657b203b19ca42c18a0497 f16b4844e3074ae8dfdffa3fede21442"
                + "fcd0069ded0948f8326a753a0fc81f17 e8d3e0fb2e0d3628cf35e20c38d18906"
        ),
        (
            "password", "NaCl", PasswordHash.Cost(logN: 10, r: 8, p: 16),
            "fdbabe1c9d3472007856e7190d01e9fe 7c6ad7cbc8237830e77376634b373162"
                + "2eaf30d92e22a3886ff109279d9830da c727afb94a83ee6d8360cbdfa2cc0640"
        ),
    ])
    func isScrypt(_ password: String, _ salt: String, _ cost: PasswordHash.Cost, _ key: String) {
        #expect(PasswordHash.key(of: password, Array(salt.utf8), cost, count: 64) == Self.bytes(key))
    }

    @Test func aHashIsReadAgain() throws {
        let hash = try #require(PasswordHash(of: "p&ss wörd", cost: .cheap))
        let read = try #require(PasswordHash(reading: hash.text))
        #expect(read == hash)
        #expect(read.matches("p&ss wörd"))
        for wrong in ["", "p&ss word", "p&ss wörd ", String(repeating: "p", count: 2_000)] {
            #expect(!read.matches(wrong))
        }
        #expect(PasswordHash(of: "p&ss wörd", cost: .cheap)?.text != hash.text, "the salt is always the same")
        #expect(PasswordHash.Cost.standard == PasswordHash.Cost(logN: 15, r: 8, p: 3))
        #expect(!"\(hash) \(String(reflecting: hash))".contains(hash.text.suffix(20)))
    }

    @Test(arguments: [
        "", "p&ss", "scrypt$15$8$3$c2FsdA==", "scrypt$21$8$3$c2FsdA==$AAAA", "scrypt$15$0$3$c2FsdA==$AAAA",
        "bcrypt$15$8$3$c2FsdA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "scrypt$15$8$3$$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "scrypt$15$8$3$c2FsdA==$!",
    ])
    func whatIsNoHashIsNotBelieved(_ text: String) { #expect(PasswordHash(reading: text) == nil) }

    @Test func nobodyHasThePasswordOfTheDecoy() {
        for password in ["", "no such user....", "decoy"] {
            #expect(!PasswordHash.decoy(cost: .cheap).matches(password))
        }
    }

    @Test func accountsGoThroughTheFile() async throws {
        let folder = try TemporaryFolder()
        let file = AccountFile("\(folder.path)/new/accounts.json")
        #expect(try file.read().all.isEmpty)
        let hash = try #require(PasswordHash(of: "p", cost: .cheap))
        let ada = SiteAccount(name: "ada@x", fullName: "Ada L", password: hash, passwordSet: 7)
        let before = file.stamp
        try await file.change {
            $0.set(ada)
            return true
        }
        #expect(file.stamp != before)
        #expect(try file.read().all == [ada])
        #expect(try file.read()["ADA@x"] == ada)
        #expect(try run(["stat", "-c", "%a", file.path]).text == "600\n")
        try await file.change { !$0.remove("nobody") && false }
        try await file.change { $0.remove("Ada@X") }
        #expect(try file.read().all.isEmpty)
    }

    @Test func aFileThatOthersCanReadIsRefused() async throws {
        let folder = try TemporaryFolder()
        try folder.write("accounts.json", #"{"version":1,"users":[]}"#)
        let file = AccountFile("\(folder.path)/accounts.json")
        _ = try run(["chmod", "640", file.path])
        #expect(throws: AccountFileProblem.openToOthers(mode: 0o640)) { try file.read() }
        await #expect(throws: AccountFileProblem.openToOthers(mode: 0o640)) { try await file.change { _ in true } }
        _ = try run(["chmod", "600", file.path])
        #expect(try file.read() == SiteAccounts())
    }

    @Test(arguments: [
        ("{", AccountFileProblem.noJSON), ("[]", .accounts(.broken("it is no list of accounts"))),
        (#"{"version":2,"users":[]}"#, .accounts(.newer)),
        (#"{"version":1,"users":[{}]}"#, .accounts(.broken("account 1 has no name, or one that can't be"))),
        (
            #"{"version":1,"users":[{"name":"Guest"}]}"#,
            .accounts(.broken("account 1 has no name, or one that can't be"))
        ),
        (
            #"{"version":1,"users":[{"name":"a","password":"secret"}]}"#,
            .accounts(.broken("the password of a is none that oropendola has kept"))
        ),
    ])
    func aBrokenFileSaysWhy(_ text: String, _ problem: AccountFileProblem) throws {
        let folder = try TemporaryFolder()
        try folder.write("accounts.json", text)
        _ = try run(["chmod", "600", "\(folder.path)/accounts.json"])
        #expect(throws: problem) { try AccountFile("\(folder.path)/accounts.json").read() }
    }

    @Test(arguments: ["a", "ada@example.org", "Ада", "a-b_c.d+e"])
    func isAName(_ text: String) { #expect(SiteAccount.isName(text)) }

    @Test(arguments: [
        "", "a b", "a\n", "a;b", "guest", "user:a", "../a", "a\u{200B}", String(repeating: "a", count: 141),
    ])
    func isNoName(_ text: String) { #expect(!SiteAccount.isName(text)) }
}
