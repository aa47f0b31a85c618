import PermPolicy
import S6Native
import Testing

@Suite struct PolicySourceTests {
    let users = ["hermes": UInt32(10000), "other": 10001]

    func policy(_ text: String) throws(PolicyMistake) -> Policy {
        try Policy(bytes(text)) { users[$0] }
    }

    @Test func `a policy is compiled to numbers and letters`() throws {
        let text = """
            # what hermes may do
            base /run/s6-rc/servicedirs

            hermes dashboard
            \t10001   main-hermes\thup,up
            """
        let compiled = "hermes-s6 1 /run/s6-rc/servicedirs\n10000 dashboard udrt\n10001 main-hermes uh\n"
        #expect(try policy(text).compiled == bytes(compiled))
        #expect(try policy(text).services == ["dashboard", "main-hermes"])
    }

    @Test(arguments: [
        ("hermes web up\n", "nil", "says where the servicedirs are"),
        ("base run\n", "1", "run is no path"),
        ("base /run/\n", "1", "no path"),
        ("base /run/../x\n", "1", "no path"),
        ("base //\n", "1", "no path"),
        ("base /a\nbase /b\n", "2", "said already"),
        ("base /a b\n", "1", "one path"),
        ("base /a\nhermes\n", "2", "two or three words"),
        ("base /a\nhermes web up down\n", "2", "two or three words"),
        ("base /a\nnobody web up\n", "2", "no user nobody"),
        ("base /a\n010 web up\n", "2", "no user number"),
        ("base /a\n4294967295 web up\n", "2", "no user number"),
        ("base /a\nhermes .s6-svscan up\n", "2", "no name"),
        ("base /a\nhermes ../web up\n", "2", "no name"),
        ("base /a\nhermes web kill\n", "2", "kill is no verb"),
        ("base /a\nhermes web check\n", "2", "check is no verb"),
        ("base /a\nhermes web up,,down\n", "2", "an empty word"),
        ("base /a\nhermes web up,up\n", "2", "twice"),
        ("base /a\r\nhermes web up\r\n", "1", "no printable"),
        ("base /a\nhermes web up\n10000 web down\n", "3", "line 2 already"),
    ])
    func `a mistake is told with its line`(text: String, line: String, reason: String) {
        let mistake = #expect(throws: PolicyMistake.self) { try policy(text) }
        #expect(mistake.map { "\($0.line.map { "\($0)" } ?? "nil")" } == line)
        #expect(mistake?.reason.contains(reason) == true, "\(mistake?.reason ?? "")")
    }

    @Test func `a long one is refused, and one that gets too long`() {
        #expect(throws: PolicyMistake.self) { try policy("base /a\n#" + String(repeating: "x", count: 4096)) }
        let lines = (0..<300).map { "1 s\($0)\n" }.joined()
        #expect(throws: PolicyMistake.self) { try policy("base /aaaaaaaaaaaaaaaaaaaaaaaaaa\n" + lines + lines) }
    }
}
