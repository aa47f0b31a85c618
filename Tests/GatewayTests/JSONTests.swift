import Foundation
@testable import HermesGateways
import Testing

@Suite struct JSONTests {
    static let keys = ["desired_state", "gateway_state", "pid"].map { Array($0.utf8) }

    func parse(_ text: String) -> JSONText? { JSONText(Array(text.utf8), keys: Self.keys) }

    func set(_ text: String, _ value: String = "stopped") -> String? {
        parse(text).map {
            String(decoding: $0.setting(Array("desired_state".utf8), to: Array("\"\(value)\"".utf8)), as: UTF8.self)
        }
    }

    @Test func `one key is replaced, and every other byte is kept`() {
        let text =
            "\u{FEFF} { \"a\" : [1, 2.50e+3, {\"desired_state\": \"no\"}],\r\n\t\"desired_state\" :  \"running\" , \"é\\u00e9\":\"\\/\" }\n"
        let want = text.replacingOccurrences(of: "\"running\"", with: "\"stopped\"")
        #expect(set(text) == want)
    }

    @Test func `a key is added behind the others`() {
        #expect(set("{}") == #"{"desired_state":"stopped"}"#)
        #expect(set(" { } ") == #" { "desired_state":"stopped"} "#)
        #expect(set("{\"a\":1\n}\n") == "{\"a\":1,\"desired_state\":\"stopped\"\n}\n")
    }

    @Test func `the last of two of one name counts, and an escaped name is the name`() {
        #expect(set(#"{"desired_state":1,"desired_state":2}"#) == #"{"desired_state":1,"desired_state":"stopped"}"#)
        #expect(set(#"{"desired\u005fstate":null}"#) == #"{"desired\u005fstate":"stopped"}"#)
        #expect(
            parse(#"{"gateway_state":"dr\u0061ining\ud83d\ude00"}"#)?.string("gateway_state") == Array("draining😀".utf8)
        )
    }

    @Test(arguments: [
        "", " ", "[]", "null", "\"x\"", "{", "}", "{}x", "{} {}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{a:1}",
        "{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":+1}", "{\"a\":tru}", "{\"a\":\"\n\"}", "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}", "{\"a\":[1,]}", "{\"a\":[}", "{\"a\":1 \"b\":2}", "{\"a\":\"\0\"}", "{\"a\":\"",
        "{\"a\":1}\0",
        "{'a':1}", "{\"a\":1}//", "{\"a\":-}", "{\"a\":1e}", "{\"a\":{\"b\":1]}",
    ]) func `what Python does not take is no object`(text: String) { #expect(parse(text) == nil) }

    @Test(arguments: [
        "{\"a\":NaN,\"b\":[Infinity,-Infinity]}", "{\"a\":-0.0e-10}", "{\"a\":[[],{},[{}]]}", "\t\r\n {\"\":\"\"}",
        "{\"a\":\"\\ud800\"}",
    ]) func `what Python takes is one`(text: String) { #expect(parse(text) != nil) }

    @Test func `bytes that are no UTF-8 are no object`() {
        #expect(JSONText([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D], keys: []) == nil)
    }

    @Test func `nesting is bounded, and no stack is`() {
        let deep = { (n: Int) in "{\"a\":" + String(repeating: "[", count: n) + String(repeating: "]", count: n) + "}" }
        #expect(parse(deep(9_000)) != nil, "deeper than Python reads")
        #expect(parse(deep(11_000)) == nil)
        #expect(parse(deep(1_000_000)) == nil)
        #expect(parse("{\"a\":" + String(repeating: "[{\"b\":", count: 500_000)) == nil)
    }

    @Test func `numbers are whole, and not negative`() {
        #expect(parse("{\"pid\":42}")?.number("pid") == 42)
        for text in ["-1", "1.5", "\"42\"", "null", "99999999999999999999"] {
            #expect(parse("{\"pid\":\(text)}")?.number("pid") == nil)
        }
    }

    @Test func `what was made at random and edited is what it was but for the key`() throws {
        var generator = SystemRandomNumberGenerator()
        func value(_ depth: Int) -> Any {
            switch Int.random(in: 0..<(depth > 3 ? 4 : 6), using: &generator) {
            case 0: return Int.random(in: -1000...1000, using: &generator)
            case 1: return ["x", "\"\\\n", "é😀", ""].randomElement(using: &generator) ?? ""
            case 2: return Bool.random(using: &generator)
            case 3: return NSNull()
            case 4: return (0..<Int.random(in: 0...3, using: &generator)).map { _ in value(depth + 1) }
            default:
                return [
                    "k\(Int.random(in: 0...9, using: &generator))": value(depth + 1), "desired_state": value(depth + 1),
                ]
            }
        }
        for round in 0..<300 {
            var object: [String: Any] = ["a": value(0), "b\n": value(0)]
            if round % 2 == 0 { object["desired_state"] = value(0) }
            let data = try JSONSerialization.data(
                withJSONObject: object,
                options: round % 3 == 0 ? [.prettyPrinted] : []
            )
            let text = try #require(JSONText(Array(data), keys: Self.keys))
            let edited = text.setting(Array("desired_state".utf8), to: Array("\"stopped\"".utf8))
            object["desired_state"] = "stopped"
            let back = try JSONSerialization.jsonObject(with: Data(edited)) as? NSDictionary
            #expect(back == object as NSDictionary)
        }
    }
}
