import PermCore
import Testing

@testable import PermCore

@Suite struct CompiledPolicyTests {
    /// The verbs that a compiled policy grants, by their letters; `nil` if it is not usable.
    func granted(_ text: String, user: UInt32 = 10000, service: String = "web") throws -> String? {
        let name = try #require(ServiceName(text: service))
        guard let policy = try? CompiledPolicy(bytes(text).span, for: user, name) else { return nil }
        let verbs: [(Verb, String)] = [
            (.up, "u"), (.down, "d"), (.restart, "r"), (.term, "t"), (.hup, "h"), (.check, "?"),
        ]
        return verbs.filter { policy.grants.allow($0.0) }.map(\.1).joined()
    }

    @Test func `what is granted is allowed, and check with it`() throws {
        let text = "hermes-s6 1 /run/svc\n10000 web udrt\n10001 web h\n10000 db u\n"
        #expect(try granted(text) == "udrt?")
        #expect(try granted(text, user: 10001) == "h?")
        #expect(try granted(text, service: "db") == "u?")
        #expect(try granted(text, user: 10001, service: "db")?.isEmpty == true)
        #expect(try granted(text, service: "we")?.isEmpty == true)
        #expect(try granted(text, service: "webx")?.isEmpty == true)
        #expect(try granted("hermes-s6 1 /run/svc\n")?.isEmpty == true)
        #expect(try granted("hermes-s6 1 /run/svc\n10000 web u\n10000 web d\n") == "ud?", "two lines add up")
    }

    @Test(arguments: [
        "", "\n", "hermes-s6 1 /run/svc", "hermes-s6 2 /run/svc\n", "hermes-s6  1 /run/svc\n", "hermes-s7 1 /run/svc\n",
        "hermes-s6 1 run/svc\n", "hermes-s6 1 /\n", "hermes-s6 1 /run//svc\n", "hermes-s6 1 /run/./svc\n",
        "hermes-s6 1 /run/..\n", "hermes-s6 1 /run/svc/\n", "hermes-s6 1 /run /svc\n", "hermes-s6 1 /run\r\n",
        "hermes-s6 1 /a\n10000 web\n", "hermes-s6 1 /a\n10000 web \n", "hermes-s6 1 /a\n10000 web u",
        "hermes-s6 1 /a\n\n",
        "hermes-s6 1 /a\n10000 web du\n", "hermes-s6 1 /a\n10000 web uu\n", "hermes-s6 1 /a\n10000 web x\n",
        "hermes-s6 1 /a\n10000 web u \n", "hermes-s6 1 /a\n10000  web u\n", "hermes-s6 1 /a\n10000\tweb u\n",
        "hermes-s6 1 /a\n-1 web u\n", "hermes-s6 1 /a\n4294967295 web u\n", "hermes-s6 1 /a\n4294977296 web u\n",
        "hermes-s6 1 /a\n010000 web u\n", "hermes-s6 1 /a\n99999999999 web u\n", "hermes-s6 1 /a\n1 .web u\n",
        "hermes-s6 1 /a\n1 -web u\n", "hermes-s6 1 /a\n1 we/b u\n", "hermes-s6 1 /a\n1 w\u{0}b u\n",
        "hermes-s6 1 /a\n10000 web u\n\n", "hermes-s6 1 /a\n10000 web u\nx\n", "hermes-s6 1 /a\n# x y\n",
    ])
    func `one mistake refuses everybody`(text: String) throws {
        #expect(try granted(text) == nil)
    }

    @Test func `a policy of 4096 bytes is read, a longer one is not`() throws {
        let head = "hermes-s6 1 /run/svc\n10000 web u\n", line = "1 abcdefgh u\n"
        let count = (4096 - head.utf8.count) / line.utf8.count
        var text = head + String(repeating: line, count: count)
        text = text.replacing("10000 web", with: "10000 web", maxReplacements: 1)
        let missing = 4096 - text.utf8.count
        text = text.replacing("/run/svc\n", with: "/run/svc" + String(repeating: "x", count: missing) + "\n")
        #expect(text.utf8.count == 4096)
        #expect(try granted(text) == "u?")
        #expect(try granted(text.replacing("/run", with: "/runs")) == nil)
    }

    @Test func `names and lines of the broker`() throws {
        #expect(ServiceName(text: String(repeating: "a", count: 64)) != nil)
        #expect(ServiceName(text: String(repeating: "a", count: 65)) == nil)
        for name in ["", ".", "..", ".s6-svscan", "-h", "web/", "a b", "w\u{e9}b", "%s", "a\n"] where name != "%s" {
            #expect(ServiceName(text: name) == nil, "\(name)")
        }
        #expect(ServiceName(text: "%s%n") == nil)
        func verb(_ line: String) -> Verb? { (try? Request(line: bytes(line).span))?.verb }
        #expect(verb("web up") == .up && verb("web check") == .check && verb("a.b-c_9 hup") == .hup)
        for line in ["", "web", "web ", " up", "web  up", "web up ", "web UP", "web exit", "web up\n", "web\tup"] {
            #expect(verb(line) == nil, "\(line)")
        }
    }
}
