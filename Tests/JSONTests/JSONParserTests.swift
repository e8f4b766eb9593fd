// What is JSON and what is not, in the manner of the JSON parsing test suites: accepted, refused, and our choices.
import JSON
import Testing

@Suite struct JSONParserTests {
    static let accepted: [(String, JSONValue)] = [
        ("null", .null), ("true", true), (" false ", false), ("\t\r\n 1 \n", 1),
        ("0", 0), ("-0", .double(-0.0)), ("5", 5), ("-5", -5), ("5.0", 5.0), ("1e2", 100.0), ("1E+2", 100.0),
        ("0e1", 0.0), ("123.456e-2", 1.23456), ("0.1", 0.1), ("-0.25", -0.25), ("1e-400", 0.0),
        ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", 9_223_372_036_854_775_808.0), ("123456789012345678901234567890", 1.2345678901234568e29),
        ("1.7976931348623157e308", 1.7976931348623157e308), ("5e-324", .double(.leastNonzeroMagnitude)),
        ("0.30000000000000004", 0.30000000000000004), ("9007199254740993.0", 9007199254740992.0),
        ("\"\"", ""), ("\"a\"", "a"), ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{c}\n\r\t"),
        ("\"\\u0041\\u00e9\\u20AC\"", "Aé€"), ("\"\\ud83d\\udd0d\"", "🔍"), ("\"🔍\"", "🔍"), ("\"\\u0000\"", "\0"),
        ("\"\u{7f}\u{2028}\"", "\u{7f}\u{2028}"), ("\"x\\ud800y\"", "x\u{FFFD}y"), ("\"\\udc00\"", "\u{FFFD}"),
        ("\"\\ud800\\u0041\"", "\u{FFFD}A"), ("\"\\ud800\\ud83d\\udd0d\"", "\u{FFFD}🔍"),
        ("\"\\ud800\\n\"", "\u{FFFD}\n"),
        ("[]", []), ("[ ]", []), ("[1,2]", [1, 2]), ("[[[]]]", [[[]]]), ("[1 , null,\"x\"]", [1, nil, "x"]),
        ("{}", [:]), ("{ }", [:]), ("{\"a\":1}", ["a": 1]), ("{ \"a\" : { \"b\" : [ ] } }", ["a": ["b": []]]),
        ("{\"\":0}", ["": 0]),
    ]

    @Test(arguments: accepted)
    func accepts(_ text: String, _ value: JSONValue) throws {
        #expect(try JSONValue.parse(text) == value)
    }

    static let refused: [(String, JSONError.Reason, Int)] = [
        ("", .unexpectedEnd, 0), (" ", .unexpectedEnd, 1), ("nul", .unexpectedEnd, 3),
        ("nulL", .unexpectedByte(0x4C), 3), ("True", .unexpectedByte(0x54), 0), ("'a'", .unexpectedByte(0x27), 0),
        ("1 2", .trailingBytes, 2), ("[1]]", .trailingBytes, 3), ("[", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2),
        ("[1,", .unexpectedEnd, 3), ("[1,]", .unexpectedByte(0x5D), 3), ("[,1]", .unexpectedByte(0x2C), 1),
        ("[1 2]", .unexpectedByte(0x32), 3), ("[1}", .unexpectedByte(0x7D), 2), ("{", .unexpectedEnd, 1),
        ("{\"a\"}", .unexpectedByte(0x7D), 4), ("{\"a\":}", .unexpectedByte(0x7D), 5),
        ("{a:1}", .unexpectedByte(0x61), 1),
        ("{\"a\":1,}", .unexpectedByte(0x7D), 7), ("{\"a\" 1}", .unexpectedByte(0x31), 5),
        ("{1:1}", .unexpectedByte(0x31), 1),
        ("\"", .unexpectedEnd, 1), ("\"a", .unexpectedEnd, 2), ("\"\\", .unexpectedEnd, 2),
        ("\"\\x\"", .invalidEscape, 1),
        ("\"\\u12\"", .invalidEscape, 5), ("\"\\u12G4\"", .invalidEscape, 5), ("\"\\u", .unexpectedEnd, 3),
        ("\"a\nb\"", .controlCharacter(0x0A), 2), ("\"\u{1f}\"", .controlCharacter(0x1F), 1),
        ("\"\\n\tb\"", .controlCharacter(0x09), 3), ("01", .trailingBytes, 1), ("-", .unexpectedEnd, 1),
        ("-a", .invalidNumber, 0), ("+1", .unexpectedByte(0x2B), 0), (".5", .unexpectedByte(0x2E), 0),
        ("1.", .unexpectedEnd, 2), ("1.e1", .invalidNumber, 0), ("1e", .unexpectedEnd, 2), ("1e+", .unexpectedEnd, 3),
        ("[1e]", .invalidNumber, 1), ("0x1", .trailingBytes, 1), ("NaN", .unexpectedByte(0x4E), 0),
        ("Infinity", .unexpectedByte(0x49), 0), ("1e400", .numberOutOfRange, 0), ("-1e999999999", .numberOutOfRange, 0),
        ("// c\n1", .unexpectedByte(0x2F), 0), ("\u{FEFF}1", .unexpectedByte(0xEF), 0), ("[1]\u{0}", .trailingBytes, 3),
    ]

    @Test(arguments: refused)
    func refuses(_ text: String, _ reason: JSONError.Reason, _ offset: Int) {
        #expect(throws: JSONError(reason, at: offset)) { try JSONValue.parse(text) }
    }

    @Test(arguments: [
        [UInt8(0x22), 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
        [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0x5C, 0x6E, 0x80, 0x22],
    ])
    func refusesWhatIsNotUTF8(_ bytes: [UInt8]) {
        #expect(throws: JSONError(.invalidUTF8, at: 1)) { try JSONValue.parse(bytes) }
    }

    @Test func limitsAreExact() throws {
        let limits = JSONLimits(maximumBytes: 8, maximumDepth: 2)
        #expect(try JSONValue.parse("[[1]]   ", limits: limits) == [[1]])
        #expect(throws: JSONError(.tooLong(limit: 8), at: 8)) { try JSONValue.parse("[[1]]    ", limits: limits) }
        #expect(throws: JSONError(.tooDeep(limit: 2), at: 2)) { try JSONValue.parse("[[[]]]", limits: limits) }
        #expect(throws: JSONError(.tooDeep(limit: 2), at: 5)) { try JSONValue.parse("[{},[[]]", limits: limits) }
    }

    @Test func standsAtTheStandardDepthAndNotBeyond() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(repeating: UInt8(ascii: "["), count: depth) + Array(repeating: UInt8(ascii: "]"), count: depth)
        }
        #expect(try JSONValue.parse(nested(512)).serialized() == nested(512))
        #expect(throws: JSONError(.tooDeep(limit: 512), at: 512)) { try JSONValue.parse(nested(100_000)) }
    }

    @Test func errorsSayWhatAndWhere() {
        #expect(JSONError(.unexpectedByte(0x3C), at: 0).description == "unexpected '<' at byte 0")
        #expect(JSONError(.controlCharacter(0x0A), at: 7).description == "control character 0x0a in a string at byte 7")
    }

    @Test func readsAPartOfAnArray() throws {
        let bytes = Array("42[\"x\",1]".utf8)
        #expect(try JSONValue.parse(bytes[2...]) == ["x", 1])
        #expect(throws: JSONError(.unexpectedEnd, at: 4)) { try JSONValue.parse(bytes[2..<6]) }
    }

    @Test func readsAMegabyteString() throws {
        let text = String(repeating: "hé\n", count: 300_000)
        #expect(try JSONValue.parse(JSONValue.string(text).serialized()) == .string(text))
    }
}
