// What the link asks beside the chat: it fails without a word, is not tried again, and signs nobody out.

import TaskMachine

extension OropendolaLink {
    func tell(_ call: SideCall) {
        _ = beside { [client, signIn] in
            guard case .success(let session) = await signIn.session() else { return false }
            return (try? await client.tell(call, session)) != nil
        }
    }

    /// Answers in any case, so that nobody waits for ever.
    func ask(_ question: SideQuestion, _ id: Int) {
        let isAsked = beside { [client, signIn, outbox] in
            var answer: String?
            if case .success(let session) = await signIn.session() {
                answer = (try? await client.ask(question, session)) ?? nil
            }
            outbox.post(.answered(answer, question: id))
            return answer != nil
        }
        if !isAsked { outbox.post(.answered(nil, question: id)) }
    }

    /// Asks who pays and how much is left. A server that does not tell changes nothing.
    func askAccount() {
        isAccountAsked = true
        _ = beside { [client, signIn, outbox] in
            guard case .success(let session) = await signIn.session(), let account = await client.account(session)
            else { return false }
            outbox.post(.accountKnown(account))
            return true
        }
    }
}
