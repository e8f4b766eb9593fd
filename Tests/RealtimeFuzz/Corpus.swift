// What the fuzzer starts from: text that a server or a client may send, and the ways in which it is spoilt.
import TestSupport

/// Samples of one kind, and inputs made of them.
struct Corpus {
    private let samples: [[UInt8]]

    init(_ samples: [String]) {
        self.samples = samples.map { Array($0.utf8) }
    }

    /// A sample as it is.
    func sample(using generator: inout SeededGenerator) -> [UInt8] {
        samples.randomElement(using: &generator) ?? []
    }

    /// A sample as it is, a spoilt one, or bytes from nowhere. Most are short; one in a thousand is long.
    func input(using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = samples.randomElement(using: &generator) ?? []
        switch Int.random(in: 0..<1_000, using: &generator) {
        case 0:
            let piece = Self.tokens.randomElement(using: &generator) ?? []
            for _ in 0..<Int.random(in: 1...4_000, using: &generator) { bytes += piece }
        case 1..<300: break
        case 300..<350:
            bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
        default:
            for _ in 0..<Int.random(in: 1...4, using: &generator) { spoil(&bytes, using: &generator) }
        }
        return bytes
    }

    private func spoil(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(place + Int.random(in: 0...8, using: &generator), bytes.count)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: Array(bytes[place..<end]), at: end)
        case 4: bytes.removeSubrange(place...)
        case 5:
            let other = samples.randomElement(using: &generator) ?? []
            bytes.replaceSubrange(place..., with: other.suffix(Int.random(in: 0...other.count, using: &generator)))
        default: bytes.insert(contentsOf: Self.tokens.randomElement(using: &generator) ?? [], at: place)
        }
    }

    /// What breaks readers: the protocol's own marks, numbers at their edges, half an escape, depth.
    private static let tokens: [[UInt8]] =
        [
            "\u{1e}", "b", "4", "5", "1-", "10-", "11-", "999999999999999-", "99999999999999999999", "-0", "1e400", ",",
            "/", "/site,", "[", "]", "{", "}", "[[[[", "{\"a\":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "\u{0}",
            "null",
            "{\"_placeholder\":true,\"num\":0}", "{\"_placeholder\":true,\"num\":-1}", "\"sid\":", "\"connect\"", "==",
            "sid=", "&", "é", "🔍",
        ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]
}

extension Corpus {
    static let openPackets = [
        #"0{"sid":"E1","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}"#,
        #"0{"sid":"E2","upgrades":[],"pingTimeout":0,"pingInterval":0}"#,
        #"0{"maxPayload":20,"sid":"E3","upgrades":["websocket"],"pingInterval":1,"pingTimeout":1,"x":[{}]}"#,
    ]

    static let answersToConnect = [
        #"40{"sid":"S1"}"#, #"40/site,{"sid":"S2","pid":"P1"}"#, #"40/b,{"sid":"S3"}"#, "40",
        #"44/site,{"message":"Invalid namespace","data":{"a":1}}"#, #"44/b,"no""#, "41", "41/site,", "41/b,",
    ]

    static let events = [
        #"42["hello",1,"two",null,{"a":[1.5,-0,1e3]}]"#, #"42/site,["ai_progress",{"type":"thinking","message":"🔍"}]"#,
        #"42/site,17["question","\u00e9\ud83d\ude00"]"#, #"42/b,0["q"]"#, #"42/site,[7,"numbers are names"]"#,
        #"451-/site,["bytes",{"_placeholder":true,"num":0}]"#,
        #"452-["bytes",[{"_placeholder":true,"num":1}],{"a":{"_placeholder":true,"num":0}}]"#,
        #"461-/site,0[{"_placeholder":true,"num":0}]"#, "430[]", #"43/site,1["fine",{}]"#, "43/b,2[]",
    ]

    static let engineWords = ["1", "2", "3", "2probe", "3probe", "5", "6"]

    /// What a client says.
    static let requests = [
        "40", #"40/site,{"token":"x"}"#, "40/b,", "41/site,", #"42/site,["echo",1]"#, #"42/site,3["echo",{"a":2}]"#,
        #"451-/site,4["echo",{"_placeholder":true,"num":0}]"#, "43/site,0[]", "430[1]",
    ]

    /// Several packets in one body.
    static func payloads(of texts: [String]) -> [String] {
        texts + texts.indices.map { texts[$0] + "\u{1e}" + texts[(3 * $0 + 1) % texts.count] }
            + [
                texts.joined(separator: "\u{1e}"), #"451-["x",{"_placeholder":true,"num":0}]"# + "\u{1e}bAP8e", "bAQI=",
                "b",
            ]
    }

    static let queries = [
        "EIO=4&transport=polling", "EIO=4&transport=websocket", "EIO=4&transport=polling&sid=E1",
        "EIO=4&transport=websocket&sid=E1&t=x", "EIO=3&transport=polling", "transport=polling", "sid=&EIO=4",
    ]

    static let progress = [
        #"{"type":"thinking","message":"hm"}"#, #"{"type":"working","step":3,"total":"7","text":"t"}"#,
        #"{"type":"step_complete","file_path":"a.py","action":"created","line_count":"12","success":0}"#,
        #"{"type":"complete","file_changes":{"created":["a",{"path":"b","lines":3}],"modified":{"c":1},"deleted":[]}}"#,
        #"{"type":"error","error":{"a":1},"details":["x",{"message":"y"},null],"message":12.5}"#,
        #"{"type":"plan","details":{"steps":["1","2"]},"total":99999999999999999999,"step":-1e300}"#,
    ]
}
