// What a reader of values gets, and what is written.
import JSON
import Testing

@Suite struct JSONValueTests {
    @Test func readersAnswerNilForOtherKinds() {
        let value: JSONValue = ["s": "x", "i": 5, "w": 5.0, "d": 5.5, "b": true, "n": nil, "a": [1], "o": [:]]
        #expect(value["s"]?.asString == "x")
        #expect(value["i"]?.asInt == 5)
        #expect(value["w"]?.asInt == 5)
        #expect(value["d"]?.asInt == nil)
        #expect(value["i"]?.asDouble == 5)
        #expect(value["d"]?.asDouble == 5.5)
        #expect(value["b"]?.asBool == true)
        #expect(value["i"]?.asBool == nil)
        #expect(value["i"]?.asString == nil)
        #expect(value["s"]?.asInt == nil)
        #expect(value["n"]?.isNull == true)
        #expect(value["a"]?[0] == 1)
        #expect(value["a"]?[1] == nil)
        #expect(value["a"]?[-1] == nil)
        #expect(value["a"]?["x"] == nil)
        #expect(value["o"]?.asObject?.isEmpty == true)
        #expect(value["missing"] == nil)
        #expect(JSONValue.double(1e300).asInt == nil)
    }

    static let written: [(JSONValue, String)] = [
        (nil, "null"), (.double(.infinity), "null"), (.double(.nan), "null"), (5.0, "5.0"), (1e100, "1e+100"),
        (.integer(.min), "-9223372036854775808"),
        ("a\"\\/\n\t\r\u{8}\u{c}\u{1}\u{1f}é🔍\u{7f}", "\"a\\\"\\\\/\\n\\t\\r\\b\\f\\u0001\\u001fé🔍\u{7f}\""),
        (["b": 1, "a": [true, nil]], "{\"b\":1,\"a\":[true,null]}"), ([], "[]"), ([:], "{}"),
    ]

    @Test(arguments: written)
    func writes(_ value: JSONValue, _ text: String) {
        #expect(value.text == text)
        var bytes = Array("42".utf8)
        value.serialize(into: &bytes)
        #expect(bytes == Array("42\(text)".utf8))
    }

    @Test func theLastOfDuplicateKeysWinsAtThePlaceOfTheFirst() throws {
        let value = try JSONValue.parse("{\"a\":1,\"b\":2,\"a\":3}")
        #expect(value.text == "{\"a\":3,\"b\":2}")
    }

    @Test func objectsAreEqualInAnyOrder() {
        let one: JSONObject = ["a": 1, "b": ["c": 2, "d": 3]]
        let other: JSONObject = ["b": ["d": 3, "c": 2], "a": 1]
        #expect(one == other)
        #expect(one != ["a": 1])
        #expect(one != ["a": 1, "b": 2])
    }

    @Test(arguments: [3, 16, 17, 40])
    func membersAreSetMovedAndRemoved(_ count: Int) {
        var object = JSONObject()
        for number in 0..<count { object["k\(number)"] = JSONValue(number) }
        object["k1"] = nil
        object["k2"] = "new"
        object["missing"] = nil
        #expect(object.count == count - 1)
        #expect(object["k1"] == nil)
        #expect(object["k2"] == "new")
        #expect(object["k\(count - 1)"] == (count == 3 ? "new" : JSONValue(count - 1)))
        #expect(object.keys.first == "k0")
        object["k1"] = true
        #expect(object.keys.last == "k1")
    }

    @Test func aLargeObjectWithDuplicatesIsReadFast() throws {
        let members = (0..<20_000).map { "\"k\($0 % 15_000)\":\($0)" }.joined(separator: ",")
        let object = try JSONValue.parse("{\(members)}").asObject
        #expect(object?.count == 15_000)
        #expect(object?["k1"] == 15_001)
        #expect(object?["k14999"] == 14_999)
    }

    /// What people look at commands no terminal and reads in the order that it has; it is the same value.
    @Test func theVisibleTextHidesNothing() throws {
        let unsafe: [UInt32] =
            [0, 0x1B, 0x22, 0x5C, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0x61C, 0x200E, 0x200F] + Array(0x2028...0x202E)
            + Array(0x2066...0x2069)
        for value in unsafe {
            let scalar = try #require(Unicode.Scalar(value))
            let text = "a\(scalar)é👩‍👧\(scalar)z"
            let json: JSONValue = [text: [.string(text)]]
            let shown = json.visibleText
            if value != 0x22, value != 0x5C { #expect(!shown.unicodeScalars.contains(scalar), "\(shown)") }
            #expect(shown.contains("é👩‍👧"))
            #expect(try JSONValue.parse(shown) == json)
        }
        #expect((["a": "\u{9B}31m\u{202E}x\u{61C}"] as JSONValue).visibleText == #"{"a":"\u009b31m\u202ex\u061c"}"#)
        #expect((["a": ["b\n", 1, nil]] as JSONValue).visibleText == #"{"a":["b\n",1,null]}"#)
    }
}
