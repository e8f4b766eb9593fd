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
}
