public import S6Native

/// The scripts of a gateway's slot.
///
/// They run as root under a root s6-svscan, and as hermes under its own: they drop what privilege they have, and only
/// then. The gateway is sent `SIGTERM` when its supervisor dies (after the drop, which would undo that), since a new
/// supervisor starts another one.
public struct GatewayScripts: Equatable, Sendable {
    /// What the scripts can count on.
    public enum Style: Equatable, Sendable {
        /// s6-overlay: the container's environment comes from its `with-contenv`, and Hermes' home is `/opt/data`.
        case overlay
        /// A tree of one's own: the environment is that of its s6-svscan.
        case plain

        /// What there is on this machine, with another root directory where told.
        ///
        /// The program alone is not enough: where another process is the container's first, no environment was kept for it.
        public init(root: S6Path = "/") {
            do throws(S6Error) {
                let hasProgram = try Directory.handle(root.appending("command")).exists(following: "with-contenv")
                let kept = root.appending("run").appending("s6")
                let hasEnvironment = try Directory.handle(kept).exists(following: "container_environment")
                self = hasProgram && hasEnvironment ? .overlay : .plain
            } catch {
                self = .plain
            }
        }
    }

    private let profile: ProfileName
    private let style: Style
    private let hermesctl: Text
    private let variables: [GatewayVariable]

    /// The scripts for a profile.
    ///
    /// - Parameters:
    ///   - profile: whose gateway it is.
    ///   - style: what they can count on.
    ///   - hermesctl: where the command is that `finish` and the logger call.
    ///   - variables: what `run` sets besides; of two of one name the last.
    public init(of profile: ProfileName, _ style: Style, hermesctl: S6Path, variables: [GatewayVariable] = []) {
        self.profile = profile
        self.style = style
        self.hermesctl = ShellText.quoted(hermesctl.bytes)
        var sorted: [GatewayVariable] = []
        for variable in variables {
            sorted.removeAll { $0.name == variable.name }
            sorted.append(variable)
        }
        sorted.heapSort { $0.name.lexicographicallyPrecedes($1.name) }
        self.variables = sorted
    }
}

extension GatewayScripts {
    /// `run`: becomes the gateway.
    public var run: [UInt8] {
        var text = ShellText()
        shebang(&text)
        text.line("set -e")
        switch style {
        case .overlay:
            text.line("export HOME=/opt/data")
            text.line("cd /opt/data")
        case .plain:
            text.line("export HERMES_HOME=\"${HERMES_HOME:-/opt/data}\"")
            text.line("export HOME=\"$HERMES_HOME\"")
            text.line("cd \"$HERMES_HOME\"")
        }
        // In the image PATH is root's own, and this the one that the container was given.
        text.line("export PATH=\"${HERMES_PATH:-$PATH}\"")
        for variable in variables {
            text.line("export \(Text(bytes: variable.name))=\(ShellText.quoted(variable.value))")
        }
        text.line("export HERMES_S6_SUPERVISED_CHILD=1 HERMES_SUPERVISED_CHILD=1")
        let name: Text = profile.isStandard ? "" : "-p \(profile) "
        let gateway: Text = "setpriv --pdeathsig TERM hermes \(name)gateway run --replace 2>&1"
        text.line("if [ \"$(id -u)\" -ne 0 ]; then")
        text.line("  exec \(gateway)")
        text.line("fi")
        text.line("exec s6-setuidgid hermes \(gateway)")
        return text.bytes
    }

    /// `finish`: says whether the gateway is to be started again.
    ///
    /// Whoever stops a gateway waits for it, so it spawns nothing: the command drops the privilege itself.
    public var finish: [UInt8] {
        var text = ShellText()
        shebang(&text)
        text.line("exec \(hermesctl) gateway finish -p \(profile) -- \"$@\"")
        return text.bytes
    }

    /// `log/run`: becomes the logger, which copies to the container's log whatever becomes of the files.
    public var logger: [UInt8] {
        var text = ShellText()
        shebang(&text)
        becomeHermes(&text)
        text.line("HERMES_HOME=\"${HERMES_HOME:-/opt/data}\"")
        text.line("export HERMES_HOME")
        text.line(
            "dir=$(\(hermesctl) gateway log-dir -p \(profile)) && exec s6-log 1 n10 s1000000 T \"$dir\""
        )
        text.line("[ $? -ne 75 ] || exit 75")  // an older one still logs: this is tried again
        text.line("exec s6-log 1")
        return text.bytes
    }

    private func shebang(_ text: inout ShellText) {
        switch style {
        case .overlay: text.line("#!/command/with-contenv sh")
        case .plain: text.line("#!/bin/sh")
        }
    }

    private func becomeHermes(_ text: inout ShellText) {
        text.line("[ \"$(id -u)\" -ne 0 ] || exec s6-setuidgid hermes \"$0\" \"$@\"")
    }
}
