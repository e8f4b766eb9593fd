// What is as good as a password shows nowhere that a request is printed.
import Testing
import Transport

@Suite struct HiddenSecretsTests {
    @Test func printedRequestsHoldNoSecret() {
        let request = HTTPRequest(
            method: "POST", url: "http://127.0.0.1/login",
            headers: [HTTPHeader("Accept", "application/json"), HTTPHeader("cookie", "sid=geheim")],
            body: Array("pwd=geheim".utf8))
        var dumped = ""
        dump(request, to: &dumped)
        for text in ["\(request)", String(reflecting: request), "\(request.headers)", dumped] {
            #expect(!text.contains("geheim") && !text.contains("\(UInt8(ascii: "g")), "), "\(text)")
        }
        #expect(
            request.description
                == "POST http://127.0.0.1/login [Accept: application/json, cookie: (10 bytes)], 10 bytes")
    }

    @Test(arguments: [
        "Cookie", "Set-Cookie", "Authorization", "Proxy-Authorization", "X-CSRF-Token", "x-any-app-csrf-token",
        "X-XSRF-TOKEN", "X-Api-Key", "Client-Secret", "X-Session-Id", "X-Password",
    ])
    func aNameThatSpeaksOfASecretHidesItsValue(_ name: String) {
        #expect("\(HTTPHeader(name, "geheim"))" == "\(name): (6 bytes)")
    }

    @Test(arguments: ["Accept", "Content-Type", "Host", "Origin", "Keep-Alive", "Location", "User-Agent", "Upgrade"])
    func anyOtherNameShowsIt(_ name: String) {
        #expect("\(HTTPHeader(name, "plain"))" == "\(name): plain")
    }
}
