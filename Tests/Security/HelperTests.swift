import LiveTree
import Testing

/// What the helper does when nobody means harm.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct HelperTests {
    @Test(arguments: World.Mode.allCases)
    func `hermes controls a root-owned service within the policy, and nobody else does`(mode: World.Mode) throws {
        try World.with(mode) { (world) throws in
            try world.add("web")
            try world.grant("web")
            try world.policy("10000 web udrt")
            #expect(try world.help("web", "check").code == 0)
            #expect(try world.help("web", "down").code == 0)
            try eventually("it is down") { try world.field("up", "web") == "false" }
            #expect(try world.help("web", "up").code == 0)
            try eventually("it is up") { try world.field("up", "web") == "true" }
            #expect(try world.help("web", "hup").code == 77)
            #expect(try world.help("web", "down", as: .other).code == 77)
            #expect(try world.help("web", "down", as: .root).code == 77, "root has s6-svc")
            #expect(try world.field("up", "web") == "true")
        }
    }
}
