import HermesGateways
import S6Native
import Testing

@Suite struct NameTests {
    @Test(arguments: ["a", "0", "work", "a-b_c", "default", "9lives", String(repeating: "x", count: 64)])
    func `U01 a profile may be called so`(text: String) throws {
        #expect("\(try ProfileName(text))" == text)
        #expect("\(try ProfileName(text).slot)" == "gateway-" + text)
    }

    @Test(arguments: [
        "", "A", "Work", "-a", "_a", "a b", "a.b", "..", "a/b", "/", "a\n", "\na", "a\0", "é", "a\u{1B}[31m",
        String(repeating: "x", count: 65), String(repeating: "x", count: 252),
    ])
    func `U01 P31 P32 a profile may not be called so`(text: String) {
        #expect(throws: GatewayError.invalidProfileName(bytes: Array(text.utf8))) { try ProfileName(text) }
        #expect(!"\(GatewayError.invalidProfileName(bytes: Array(text.utf8)))".contains("\u{1B}"))
    }

    @Test func `a slot tells its profile`() throws {
        #expect(try ProfileName(ofSlot: SlotName("gateway-work")) == ProfileName("work"))
        for other in ["work", "gateway-", "gateway-Work", "xgateway-work"] {
            #expect(try ProfileName(ofSlot: SlotName(other)) == nil)
        }
        #expect(ProfileName(ofHidden: Array(".gateway-work.tmp".utf8)) == (try ProfileName("work")))
        #expect(ProfileName(ofHidden: Array(".gateway-work.retired-abcdef".utf8)) == (try ProfileName("work")))
        for other in [".gateway-work.lock", "gateway-work", ".tmp", ".", ".gateway-W.tmp", ".other.tmp"] {
            #expect(ProfileName(ofHidden: Array(other.utf8)) == nil, "\(other)")
        }
    }

    @Test func `B06 the home of a profile is found from any home`() throws {
        for path in ["/opt/data", "/opt/data/profiles/coder", "/opt/data/"] as [S6Path] {
            let home = HermesHome(path)
            #expect(home.home(of: .standard).description.hasPrefix("/opt/data"))
            #expect("\(home.home(of: try ProfileName("work")))" == "/opt/data/profiles/work")
        }
    }

    @Test(arguments: ["A=1", "_x=", "LANG=C.UTF-8", "X=a b'c\"$d`e`\\", "P=a=b"])
    func `P32 a variable is taken as it is`(text: String) throws {
        let variable = try GatewayVariable(assignment: Array(text.utf8))
        #expect(String(decoding: variable.name + [61] + variable.value, as: UTF8.self) == text)
    }

    @Test(arguments: ["1A=x", "A B=x", "=x", "A-B=x", "noequals", "Ä=1", "A$(id)=1", "A\n=1"])
    func `P32 a variable needs a name`(text: String) {
        #expect(throws: GatewayError.self) { try GatewayVariable(assignment: Array(text.utf8)) }
    }

    @Test(arguments: ["a\nb", "a\0b", "\n", "a\rb"]) func `P32 a value is one line`(value: String) {
        let error = GatewayError.invalidVariableValue(name: Array("A".utf8))
        #expect(throws: error) { try GatewayVariable(name: "A".utf8, value: value.utf8) }
    }
}
