import Foundation
@testable import HermesGateways
import S6Native
import Testing

@Suite struct MultiplexTests {
    @Test(arguments: [
        ("multiplex_profiles: true\n", MultiplexSetting.on), ("multiplex_profiles: no # yes\n", .off), ("", .off),
        ("gateway:\n  port: 1\n  multiplex_profiles: yes\n", .on),
        ("gateway:\n  # x\n\n  multiplex_profiles: Off\r\n", .off),
        ("gateway:\n  nested:\n    multiplex_profiles: true\n", .off), ("other:\n  multiplex_profiles: true\n", .off),
        ("# multiplex_profiles: true\n", .off), ("  multiplex_profiles: true\n", .off),
        ("multiplex_profiles: \"true\"\n", .unknown), ("multiplex_profiles:\n  - a\n", .unknown),
        ("multiplex_profiles: &x true\n", .unknown), ("gateway: {multiplex_profiles: true}\n", .unknown),
        ("gateway: *base\n", .unknown), ("gateway:\n  <<: *base\n", .unknown),
        ("multiplex_profiles: false\ngateway:\n  multiplex_profiles: true\n", .off),
        ("gateway:\n  multiplex_profiles: true\nmultiplex_profiles_x: false\n", .on),
        ("gateway:\n  a: 1\nother:\n  multiplex_profiles: true\n", .off),
    ]) func `only what is written plainly is read`(text: String, setting: MultiplexSetting) {
        #expect(MultiplexSetting.read(Array(text.utf8)) == setting)
    }

    @Test func `U24 the environment goes before the configuration`() throws {
        let scratch = try Scratch(), home = HermesHome(try scratch.s6)
        func setting(_ variable: String?) -> MultiplexSetting {
            MultiplexSetting(variable: variable.map { Array($0.utf8) }, in: home)
        }
        #expect(setting(nil) == .off)
        try scratch.write("multiplex_profiles: true\n", to: "config.yaml")
        #expect(setting(nil) == .on && setting("false") == .off && setting("1") == .on)
        #expect(setting("perhaps") == .on, "what says nothing is passed over")
        try scratch.write("multiplex_profiles: [\n", to: "config.yaml")
        #expect(setting(nil) == .unknown && setting("true") == .on)
    }

    @Test func `a configuration that is no file hangs nobody`() throws {
        let scratch = try Scratch(), home = HermesHome(try scratch.s6)
        #expect(mkfifo(scratch.path + "/config.yaml", 0o644) == 0)
        #expect(MultiplexSetting(variable: nil, in: home) == .unknown)
    }

    @Test func `who is served by the root's gateway`() {
        for (policy, setting, isServed) in [
            (GatewayPolicy.perProfile, MultiplexSetting.on, false), (.multiplexOptIn, .on, true),
            (.multiplexOptIn, .off, false), (.multiplexOptIn, .unknown, false), (.multiplexOnly, .off, true),
        ] { #expect(policy.isServedByRoot(setting) == isServed) }
        #expect(
            GatewayPolicy(letter: Array("b".utf8)) == .multiplexOptIn && GatewayPolicy(letter: Array("D".utf8)) == nil
        )
    }
}
