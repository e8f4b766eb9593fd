// The table of findings: each case has its layer, and the guide quotes what is printed for it.

import Backend
import Console
import SocketIO
import TestSupport
import Testing
import Transport

@Suite struct DiagnosisTests {
    private let style = ConsoleStyle(isUnicode: true, usesColour: false)
    private let path = packageRoot(of: #filePath) + "/docs/TROUBLESHOOTING.md"

    @Test(arguments: FaultCase.all)
    func everySymptomHasALayerAndAWayOut(_ fault: FaultCase) throws {
        let finding = try #require(fault.symptom.finding(in: fault.context))
        #expect(finding.layer == fault.layer)
        #expect(finding.weight == fault.weight)
        for text in [finding.happened, finding.advice] {
            #expect(text.last == ".", "\(text)")
            #expect(
                text.first?.isUppercase == true || text.hasPrefix("https://") || text.hasPrefix(fault.context.host),
                "\(text)")
            #expect(!text.contains("..") && !text.contains("Optional") && !text.contains("!"), "\(text)")
        }
    }

    @Test func noTwoSymptomsReadTheSame() {
        let texts = FaultCase.all.compactMap { $0.symptom.finding(in: $0.context)?.happened }
        #expect(Set(texts).count == FaultCase.all.count)
    }

    /// A client and a request that fail for the same reason are told the same.
    @Test func clientsAndRequestsAgree() {
        let context = FaultCase.all[0].context
        let tls = TLSFailure(host: "a", cause: .selfSigned(name: "b"))
        let pairs: [(TransportError, SocketTransportEnd)] = [
            (.nameNotFound("erp.example.com"), .nameNotFound("erp.example.com: no such host")),
            (.unreachable("x"), .unreachable("x")),
            (.tls(tls), .tls(tls.words, mayHeal: false)),
            (.timedOut(seconds: 3), .timedOut),
            (.interrupted("x"), .interrupted("x")),
            (.tooLarge(limit: 5), .tooLarge(limit: 5)),
            (.upgradeRefused(status: 502, body: ""), .refused(status: 502, body: "")),
        ]
        for (error, end) in pairs {
            #expect(
                Symptom.noAnswer(error).finding(in: context) == Symptom.ended(.transport(end)).finding(in: context))
        }
    }

    /// What becomes of a websocket that polling stands in for is told with all that is known.
    @Test func pollingInPlaceOfAWebsocketSaysWhy() throws {
        let context = FaultCase.all[0].context
        let ends: [(SocketTransportEnd, String)] = [
            (.closeFrame(code: 1_011, reason: "no room"), "code 1011, no room"),
            (.closeFrame(code: nil, reason: ""), "no code"),
            (.interrupted("reset"), "reset"), (.nameNotFound("a: no such host"), "a: no such host"),
            (.tooLarge(limit: 5), "5 bytes"), (.proxy("the proxy says no", mayHeal: false), "the proxy says no"),
        ]
        for (end, words) in ends {
            let finding = try #require(Symptom.webSocketGaveWay(end).finding(in: context))
            #expect(finding.layer == .upgrade && finding.weight == .remark)
            #expect(finding.happened.contains(words), "\(finding.happened)")
        }
    }

    @Test func whatWeAskedForIsNoFault() {
        let context = FaultCase.all[0].context
        #expect(Symptom.ended(.requested).finding(in: context) == nil)
        #expect(Symptom.noAnswer(.cancelled).finding(in: context) == nil)
    }

    /// Frappe 13 to 15 ask their site with the sid in the URL.
    @Test func anErrorThatRepeatsTheSidIsNotRepeated() throws {
        let message = "Unauthorized: Error: connect ECONNREFUSED http://site:8000/api/x?sid=0123456789abcdef&a=1"
        let finding = try #require(
            Symptom.ended(.refused(message: message, data: nil)).finding(in: FaultCase.all[0].context))
        #expect(finding.happened.contains("?sid=(hidden)&a=1"))
        #expect(!finding.happened.contains("0123456789"))
    }

    @Test(arguments: [
        "Missing cookie and authorization header. Either one needed for authentication.",
        "Missing cookie and authorization header. Either one needed.", "No sid transmitted.",
        "Unauthorized: TypeError: Cannot read properties of undefined (reading 'user')",
    ])
    func otherVersionsWordsMeanTheSessionToo(_ message: String) {
        let finding = Symptom.ended(.refused(message: message, data: nil)).finding(in: FaultCase.all[0].context)
        #expect(finding?.layer == .session)
    }

    // MARK: The guide

    /// `<!-- finding NAME -->` stands before a code block with what is printed. UPDATE_PICTURES=1 rewrites the blocks.
    @Test func theGuideQuotesWhatIsPrinted() throws {
        let text = String(decoding: try readFile(path), as: UTF8.self)
        var shown: [Substring] = []
        var names: [String] = []
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        while let line = lines.popFirst() {
            shown.append(line)
            let words = line.split(separator: " ")
            guard words.count == 4, words[0] == "<!--", words[1] == "finding" else { continue }
            let name = String(words[2])
            let fault = try #require(FaultCase.all.first { $0.name == name }, "no case \(name)")
            names.append(name)
            shown.append(lines.popFirst() ?? "")
            shown += try printed(fault).map { $0[...] }
            while let row = lines.first, row != "```" { lines = lines.dropFirst() }
        }
        #expect(names.sorted() == FaultCase.all.map(\.name).sorted())
        let expected = shown.joined(separator: "\n")
        if environment("UPDATE_PICTURES") == "1" { return try writeFile(path, Array(expected.utf8)) }
        #expect(text == expected, "the guide quotes other lines than the program prints")
    }

    private func printed(_ fault: FaultCase) throws -> [String] {
        LayerCheck(fault.layer, .found(try #require(fault.symptom.finding(in: fault.context)))).lines(style)
    }
}
