import Foundation
import HermesGateways
import LiveServices
import LiveTree
import S6Native
import Testing

/// Verbs that a gateway itself asks for (B44): it is a shell here, with hermesctl for a child.
@Suite(.live, .bounded) struct InsideTests {
    @Test func `B44 a gateway does not end itself, and may restart another`() throws {
        try HermesTree.with { hermes in
            // In a session of its own, too.
            try hermes.gateways(
                are: """
                    [ "$2" = work ] || exec sleep 1000
                    for verb in stop restart retire; do
                      setsid -w sh -c '"$0" gateway "$1" -p work > "$2" 2>&1; echo $? >> "$2"' "$HERMESCTL" $verb "$HERMES_HOME/$verb"
                    done
                    "$HERMESCTL" gateway restart -p play; echo $? > "$HERMES_HOME/other"
                    "$HERMESCTL" gateway stop --all > "$HERMES_HOME/all" 2>&1; echo $? >> "$HERMES_HOME/all"
                    touch "$HERMES_HOME/tried"
                    exec sleep 1000
                    """
            )
            for profile in ["play", "work"] {
                try hermes.manager.register(name(profile), variables: hermes.ways(), starting: true, soon())
            }
            try eventually("it has tried", within: 60) { hermes.text("tried", of: "default") != nil }
            for verb in ["stop", "restart", "retire"] { try hermes.expectRefusal(in: verb) }
            #expect(hermes.text("other", of: "default") == "0\n")
            let all = try #require(hermes.text("all", of: "default"))
            #expect(all.contains("Stopped 1 profile gateway(s)") && all.hasSuffix("\n1\n"), "\(all)")
            #expect(try hermes.pid("work") > 0 && hermes.pid("play") == -1)
        }
    }

    @Test func `B44 nor does one whose status does not say so yet`() throws {
        try HermesTree.with { hermes in
            try hermes.gateways(
                are: """
                    until [ -e "$HERMES_HOME/go" ]; do sleep 0.01; done
                    "$HERMESCTL" gateway stop -p work --timeout 10 >"$HERMES_HOME/stop" 2>&1; echo $? >>"$HERMES_HOME/stop"
                    touch "$HERMES_HOME/tried"
                    exec sleep 1000
                    """
            )
            try hermes.manager.register(name("work"), variables: hermes.ways(), starting: false, soon())
            let file = URL(filePath: hermes.slot("work") + "/supervise/status")
            let down = try Contents.data(file.path)
            try hermes.ctl("gateway", "start", "-p", "work")
            // As a supervisor leaves it that has no time to write the status before its child goes on.
            try down.write(to: file)
            try hermes.write("", to: "go", of: "default")
            try eventually("it has tried", within: 60) { hermes.text("tried", of: "default") != nil }
            try hermes.expectRefusal(in: "stop")
        }
    }

    @Test func `B44 nor does its finish`() throws {
        try HermesTree.with { hermes in
            try hermes.gateways(are: "exec sleep 1000")
            try hermes.manager.register(name("work"), starting: true, soon())
            let said = hermes.home + "/stop"
            let stop = "\(HermesCtl.path) gateway stop -p work --timeout 10 --scandir \(hermes.tree.path)"
            try Longrun.script(
                "\(stop) >\(said) 2>&1; echo $? >>\(said); touch \(hermes.home)/tried",
                hermes.slot("work") + "/finish"
            )
            try Command.run("s6-svc", "-d", hermes.slot("work"))
            try eventually("it has tried", within: 60) { hermes.text("tried", of: "default") != nil }
            try hermes.expectRefusal(in: "stop")
        }
    }
}

extension HermesTree {
    /// Has all gateways be a script.
    fileprivate func gateways(are script: String) throws {
        try Longrun.script(script, URL(filePath: home).deletingLastPathComponent().path + "/bin/hermes")
    }

    /// The variables by which a gateway finds hermesctl and the tree.
    fileprivate func ways() throws -> [GatewayVariable] {
        try ["HERMESCTL=\(HermesCtl.path)", "HERMES_SCANDIR=\(tree.path)"].map {
            try GatewayVariable(assignment: Array($0.utf8))
        }
    }

    /// Expects a file of the home to hold what hermesctl says of such a verb, and 1.
    fileprivate func expectRefusal(in file: String) throws {
        let text = try #require(self.text(file, of: "default"))
        #expect(text.contains("Refusing to end gateway 'work' from inside it"), "\(text)")
        #expect(text.hasSuffix("\n1\n"), "\(text)")
    }
}
