// What is given away has no keys in it; what is no key stays.
import Console
import JSON
import TestSupport
import Testing

@Suite struct RedactionTests {
    @Test(arguments: [
        ("password=hunter2 and more", "password=(hidden) and more"),
        ("DB_PASSWORD: \"a b\\\" c\", x", "DB_PASSWORD: \"(hidden)\", x"),
        ("{\"api_key\": \"abc\", \"n\": 1}", "{\"api_key\": \"(hidden)\", \"n\": 1}"),
        ("apiKey := 'k-1'", "apiKey := '(hidden)'"),
        ("curl -H \"Authorization: token key:secret\" url", "curl -H \"Authorization: (hidden)\" url"),
        ("Authorization: Basic dXNlcjpwYXNz\nHost: x", "Authorization: (hidden)\nHost: x"),
        ("Cookie: sid=abc; user_id=x\nOK", "Cookie: (hidden)\nOK"),
        ("Set-Cookie: sid=abc; Path=/", "Set-Cookie: (hidden)"),
        ("sid=0123456789abcdef&x=1", "sid=(hidden)&x=1"),
        ("X-Frappe-CSRF-Token: 12ab", "X-Frappe-CSRF-Token: (hidden)"),
        ("it sent bearer abcdefgh12 to me", "it sent bearer (hidden) to me"),
        ("login --password hunter2 now", "login --password (hidden) now"),
        ("the key sk-ABCDEFGHIJKLMNOPQRSTUVWX.", "the key sk-(hidden)."),
        ("ghp_0123456789012345678901234567890123", "ghp_(hidden)"),
        ("aws AKIAIOSFODNN7EXAMPLE ok", "aws AKIA(hidden) ok"),
        ("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG", "AWS_SECRET_ACCESS_KEY=(hidden)"),
        ("eyJhbGciOiJIUzI1.eyJzdWIiOiIx.SflKxwRJSMeKKF2QT4", "eyJ(hidden)"),
        ("postgres://user:pa55@host/db", "postgres://user:(hidden)@host/db"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nAAAA\n-----END RSA PRIVATE KEY-----\nafter",
            "-----BEGIN RSA PRIVATE KEY-----\n(hidden)\n-----END RSA PRIVATE KEY-----\nafter"
        ),
        ("-----BEGIN PRIVATE KEY-----\nMIIE", "-----BEGIN PRIVATE KEY-----\n(hidden)\n"),
        ("client_secret = é👩‍👧", "client_secret = (hidden)"),
        (
            #"{"args": "{\"password\": \"hunter2\", \"n\": 1}"}"#,
            #"{"args": "{\"password\": \"(hidden)\", \"n\": 1}"}"#
        ),
        (#"\"token\": \"a\\\"b\", \"x\""#, #"\"token\": \"(hidden)\", \"x\""#),
        (#"\\\"token\\\": \\\"ab\\\", x"#, #"\\\"token\\\": \\\"(hidden)\\\", x"#),
        ("DB_PASS=hunter2\nMYSQL_PASS=x y", "DB_PASS=(hidden)\nMYSQL_PASS=(hidden) y"),
        ("encryption_key: abc", "encryption_key: (hidden)"),
        ("auth_tokens=a1,b2 c", "auth_tokens=(hidden) c"),
        ("auth_tokens: [\"a1\", \"b2\"], n", "auth_tokens: [(hidden)], n"),
        ("password=ab,cd;ef then", "password=(hidden) then"),
        ("(password=ab, x)", "(password=(hidden), x)"),
        ("password=a&b&user=c", "password=(hidden)&user=c"),
        ("curl -u anna:pass word", "curl -u anna:(hidden) word"),
        ("curl -uanna:pass x", "curl -uanna:(hidden) x"),
        ("curl --user 'a@b.c:p w' x", "curl --user 'a@b.c:(hidden)' x"),
        ("https://user:p@ss,w;d@host/x", "https://user:(hidden)@host/x"),
        (#"https:\/\/user:pass@host"#, #"https:\/\/user:(hidden)@host"#),
        (
            #"{"key": "-----BEGIN PRIVATE KEY-----\nMIIE\nAAAA\n-----END PRIVATE KEY-----\n", "n": "after"}"#,
            #"{"key": "-----BEGIN PRIVATE KEY-----(hidden)-----END PRIVATE KEY-----\n", "n": "after"}"#
        ),
        (
            #"\\n-----BEGIN PRIVATE KEY-----\\nMIIE\\nAA", said he"#,
            #"\\n-----BEGIN PRIVATE KEY-----(hidden)", said he"#
        ),
        (
            "PRIVATE_KEY=\"-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\"",
            "PRIVATE_KEY=\"-----BEGIN PRIVATE KEY-----\n(hidden)\n-----END PRIVATE KEY-----\""
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nMIIE\nAAAA\n[9 lines left out]\nand more words",
            "-----BEGIN PRIVATE KEY-----\n(hidden)\n[9 lines left out]\nand more words"
        ),
    ])
    func hides(_ text: String, _ wanted: String) {
        #expect(Redaction.hidden(in: text) == wanted)
        #expect(Redaction.hidden(in: wanted) == wanted, "what is hidden stays as it is")
    }

    @Test(arguments: [
        "", "no secret here", "reset your password", "the token", "max_tokens: 4096", "tokensIn=12",
        "sk-learn",
        "task-list",
        "http://host:8080/path", "mailto:a@b.c", "see https://host/x@y", "side=left", "outside: yes",
        "AKIA",
        "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----", "eyJust a word", "Basic ideas",
        "compassword",
        "password\nnext line",
        "--- PASS: TestOne (0.1s)", "max_tokens=5", "git push -u origin main", "curl -u https://x.org",
        "it starts with -----BEGIN PRIVATE KEY----- and goes on\nfor some lines",
    ])
    func leaves(_ text: String) { #expect(Redaction.hidden(in: text) == text) }

    /// A title without its end does not swallow what comes before another key's, however far away.
    @Test func aKeyWithoutAnEndIsBounded() {
        let words = String(repeating: "some words of it\n", count: 3_000)
        let text = "-----BEGIN PRIVATE KEY-----\nMIIE\n\(words)-----END PRIVATE KEY-----"
        #expect(
            Redaction.hidden(in: text)
                == "-----BEGIN PRIVATE KEY-----\n(hidden)\n\(words)-----END PRIVATE KEY-----")
    }

    @Test func membersOfJSONAreHiddenByTheirNames() {
        let value: JSONValue = [
            "password": "x", "list": ["sid=abcdef", 1, ["token": "t", "count": 3]], "tokens": 5,
            "sid": "",
            "auth_tokens": ["a", "b"],
        ]
        #expect(
            Redaction.hidden(in: value) == [
                "password": "(hidden)", "list": ["sid=(hidden)", 1, ["token": "(hidden)", "count": 3]],
                "tokens": 5,
                "sid": "", "auth_tokens": ["(hidden)", "(hidden)"],
            ])
    }

    /// Whatever stands around it, a key that was put in does not come out, and hiding comes to an end at once.
    @Test func noKeyComesOut() {
        var random = SeededGenerator.fresh()
        let noise = [
            "\n", " ", "\"", "'", "=", ":", "é", "{", "}", "word", "\\", "--", "://", "@", "\u{0}", ";",
        ]
        for round in 0..<fuzzRounds(default: 500) {
            let key =
                "sk-"
                + (0..<24).map { _ in "abcXYZ019".randomElement(using: &random).map(String.init) ?? "" }
                .joined()
            func some() -> String {
                (0..<Int.random(in: 0..<12, using: &random)).map { _ in
                    noise.randomElement(using: &random) ?? ""
                }
                .joined()
            }
            let text = some() + " " + key + " " + some()
            let hidden = Redaction.hidden(in: text)
            #expect(!hidden.contains(key), "round \(round), seed \(random.seed)")
            #expect(Redaction.hidden(in: hidden) == hidden, "round \(round), seed \(random.seed)")
        }
    }
}
