public import S6Native

/// The operating system, and what tells of its service manager.
public struct Platform: Sendable {
    /// The kinds of system that have managers of their own.
    public enum System: Sendable { case linux, darwin, windows }

    /// Which one it is.
    public let system: System
    /// What is taken for the root directory.
    public let root: S6Path

    /// A system, as found below a root directory.
    public init(_ system: System = .current, root: S6Path = "/") {
        self.system = system
        self.root = root
    }

    /// Which manager keeps services here: s6, then that of Windows, of macOS, systemd, or none.
    ///
    /// Nothing that cannot be read is an error: it is not there. It works as any user.
    public var manager: ServiceManagerKind {
        if isSupervisedByS6 { return .s6 }
        if system == .windows { return .windows }
        if system == .darwin { return .launchd }
        return isDirectory("run", "systemd", "system") ? .systemd : .none
    }

    /// Whether process 1 is an s6-svscan that s6-overlay has started.
    ///
    /// `/proc/1/exe` is never asked, which only root may.
    public var isSupervisedByS6: Bool {
        do throws(S6Error) {
            let process = try Directory.handle(root.appending("proc").appending("1"))
            let comm = try process.plainFile("comm").contents(limit: 64)
            let trimmed = comm.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: " ") }
            return trimmed.count == 1 && trimmed[0].equals("s6-svscan")
                && isDirectory("run", "s6", "basedir")
        } catch {
            return false
        }
    }

    private func isDirectory(_ components: StaticString...) -> Bool {
        var path = root
        for component in components { path = path.appending(component) }
        do throws(S6Error) {
            _ = try Directory.handle(path)
            return true
        } catch {
            return false
        }
    }
}

extension Platform.System {
    /// That which this was built for.
    public static var current: Platform.System {
        #if os(macOS)
        .darwin
        #elseif os(Windows)
        .windows
        #else
        .linux
        #endif
    }
}
