// The file of accounts, as the program uses it: read at the start, changed by `login`, `logout` and renewed cookies.
import Backend
import JSON
import Logging
import Storage

/// Why the accounts can't be used, in a sentence for people.
struct AccountTrouble: Error {
    /// What is in the file is not ours to read; else the file itself can't be got at.
    var isBroken: Bool
    var sentence: String
    /// What the program ends with.
    var status: Int32 = 1
}

/// `accounts.json` in the folder of settings.
struct AccountDesk: Sendable {
    let document: OwnDocument
    private let home: String?

    init(environment: [String: String]) {
        document = OwnDocument("accounts.json", in: Folders(environment: environment).config)
        home = environment["HOME"]
    }

    /// The path for people.
    var path: String { shortened(document.path, home: home) }

    func book() throws(AccountTrouble) -> AccountBook {
        let value: JSONValue?
        do throws(DocumentProblem) { value = try document.read() } catch { throw trouble(error) }
        return try read(value)
    }

    /// Changes the accounts while other programs wait.
    func change(_ edit: (inout AccountBook) -> Void) async throws(AccountTrouble) {
        var failure: AccountTrouble?
        do throws(DocumentProblem) {
            try await document.change { value in
                do throws(AccountTrouble) {
                    var book = try read(value)
                    let old = book
                    edit(&book)
                    return book == old ? .none : .replaced(by: book.json)
                } catch {
                    failure = error
                    return .none
                }
            }
        } catch {
            throw trouble(error)
        }
        if let failure { throw failure }
    }

    private func read(_ value: JSONValue?) throws(AccountTrouble) -> AccountBook {
        do throws(AccountBookProblem) {
            return try AccountBook(reading: value)
        } catch {
            switch error {
            case .broken(let what):
                throw AccountTrouble(isBroken: true, sentence: "The accounts in \(path) can't be read: \(what).")
            case .newer:
                throw AccountTrouble(
                    isBroken: false,
                    sentence: "The accounts in \(path) were written by a later version of oropendola. They are left as "
                        + "they are: update this one, or set XDG_CONFIG_HOME to another folder.")
            }
        }
    }

    private func trouble(_ problem: DocumentProblem) -> AccountTrouble {
        switch problem {
        case .broken: AccountTrouble(isBroken: true, sentence: "The accounts in \(path) can't be read: it is no JSON.")
        case .file(let error):
            AccountTrouble(isBroken: false, sentence: "The accounts in \(path) can't be used: \(error.reason).")
        }
    }
}

/// One account of the file, for a link.
struct KeptAccount: AccountSource {
    let desk: AccountDesk
    /// As it was when the link was made: what is kept under its name by now may be for another server.
    let account: ServerAccount
    let log: Logger

    func credential() async -> AccountCredential? {
        do throws(AccountTrouble) {
            return try desk.book().current(account)?.credential
        } catch {
            log.error("\(error.sentence)")
            return nil
        }
    }

    func keep(_ renewed: AccountCredential, insteadOf old: AccountCredential) async {
        do throws(AccountTrouble) {
            try await desk.change { book in
                guard var account = book.current(account), account.credential == old else { return }
                account.credential = renewed
                book.put(account)
            }
        } catch {
            // The session goes on with it; only the next start will not have it.
            log.error("a renewed session is not kept: \(error.sentence)")
        }
    }
}
