// Secrets are planted in every place where they pass, and none of them is in what is recorded.
import JSON
import TestSupport
import Testing

@testable import Recordings

struct RedactionTests {
    private let secret = "s3cr3t/Val+ue="

    /// What is left of a secret after it passed in one way, and after it came again elsewhere.
    private func check(_ pass: (inout Redaction) -> String, _ place: String) {
        var redaction = Redaction()
        let passed = pass(&redaction)
        #expect(!redaction.hidden(in: passed).contains(secret), "\(place): \(passed)")
        let encoded = "s3cr3t%2FVal%2Bue%3D"
        for later in ["x \(secret) y", "{\"t\":\"\(secret)\"}", "?q=\(encoded)&z", "[\"a\",\"\(secret)\"]"] {
            let hidden = redaction.hidden(in: later)
            #expect(!hidden.contains(secret) && !hidden.contains(encoded), "\(place), later: \(hidden)")
        }
    }

    @Test(arguments: [
        ("Cookie", "sid=SECRET; user_id=anna"), ("Set-Cookie", "sid=SECRET; Path=/; HttpOnly"),
        ("Authorization", "Bearer SECRET"),
        ("Authorization", "token key1234:SECRET"), ("X-Access-Token", "SECRET"), ("X-Frappe-CSRF-Token", "SECRET"),
        ("x-api-key", "SECRET"),
    ])
    func headersKeepTheirSecrets(_ name: String, _ value: String) {
        check({ $0.header(name, value.replacing("SECRET", with: secret)) }, name)
    }

    @Test(arguments: [
        "{\"sid\":\"SECRET\"}", "{\"message\":{\"access_token\":\"SECRET\",\"n\":1}}",
        "0{\"sid\":\"SECRET\",\"pingInterval\":1}",
        "40/site,{\"sid\":\"SECRET\"}", "42[\"x\",{\"a\":[{\"csrf_token\":\"SECRET\"}]}]",
        "{\"_server_messages\":\"[{\\\"api_key\\\": \\\"SECRET\\\"}]\"}",
        "frappe.csrf_token = \"SECRET\";", "<input name=password value=x> password: \"SECRET\" ",
        "{\"pwd\": \"SECRET\", broken",
        "{'api_key': 'SECRET'}", "Password: SECRET\n", "{\"Refresh-Token\":\"SECRET\"}",
    ])
    func bodiesKeepTheirSecrets(_ body: String) {
        check({ $0.body(body.replacing("SECRET", with: secret)) }, body)
    }

    @Test func formsAndURLsKeepTheirSecrets() {
        let encoded = "s3cr3t%2FVal%2Bue%3D"
        check({ $0.body("usr=anna&pwd=\(encoded)&device=mobile") }, "form")
        check({ $0.url("https://x/socket.io/?EIO=4&sid=\(encoded)&transport=polling") }, "url")
    }

    @Test func whatIsNoSecretStays() {
        var redaction = Redaction()
        #expect(redaction.header("Content-Type", "application/json") == "application/json")
        #expect(
            redaction.url("https://x/socket.io/?EIO=4&transport=polling")
                == "https://x/socket.io/?EIO=4&transport=polling")
        let body =
            "{\"metrics\":{\"tokensIn\":900},\"text\":\"sorted(key=lambda x: x.price)\",\"conversation_id\":\"c1\"}"
        #expect(redaction.body(body) == body)
        _ = redaction.header("Cookie", "user_id=anna@example.org; full_name=Anna Smithson; sid=abcdefgh")
        #expect(redaction.hidden(in: "Anna Smithson, abcdefgh") == "Anna Smithson, (hidden)")
    }

    /// Words are no secrets, and the longest secret goes first.
    @Test func shortTextsAreNotHiddenAndLongOnesWhole() {
        var redaction = Redaction()
        redaction.learn("yes")
        redaction.learn("abcdef")
        redaction.learn("abcdefghi")
        #expect(redaction.hidden(in: "yes abcdefghi abcdefg") == "yes (hidden) (hidden)g")
    }

    @Test func variablesOfTheEnvironmentAreKnown() {
        let redaction = Redaction(environment: [
            "OPENAI_API_KEY": "sk-12345678", "XDG_SESSION_TYPE": "wayland", "LANG": "en_GB",
        ])
        #expect(redaction.hidden(in: "sk-12345678 wayland en_GB") == "(hidden) wayland en_GB")
    }
}
