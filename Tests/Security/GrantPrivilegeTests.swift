import Foundation
import LiveTree
import Testing

/// What perm-grant has given up by the time it opens anything.
@Suite(.inWorld, .timeLimit(.minutes(8))) struct GrantPrivilegeTests {
    /// What the kernel says of a run that has said what it keeps to nobody, and waits to be read.
    func status(_ world: World, _ words: [String], under wrapper: [String]) throws -> [String: String] {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw NotSo(what: "a pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { for end in ends { close(end) } }
        let flags = fcntl(ends[1], F_GETFL)
        _ = fcntl(ends[1], F_SETFL, flags | O_NONBLOCK)
        let page = [UInt8](repeating: 0, count: 4096)
        while write(ends[1], page, page.count) > 0 {}
        _ = fcntl(ends[1], F_SETFL, flags)
        let child = try Child(world.entering(as: .root, wrapper + [World.granter] + words), output: ends[1])
        defer {
            child.signal(SIGKILL)
            child.wait()
        }
        var found: [String: String] = [:]
        try eventually("it waits in write") {
            guard child.isRunning else { throw NotSo(what: "it has ended") }
            let call = try Contents.text("/proc/\(child.pid)/syscall")
            let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(child.pid)/exe")
            guard program == World.granter, call.contains(" 0x1 ") else { return false }
            for line in try Contents.text("/proc/\(child.pid)/status").split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.count == 2 { found[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces) }
            }
            return found["State"]?.hasPrefix("S") == true
        }
        return found
    }

    static let chown: UInt64 = 1 << 0, look: UInt64 = 1 << 2, actAsOwner: UInt64 = 1 << 3

    @Test(
        arguments: [
            (["services"], chown), (["services", "--check"], 0), (["services", "--revoke"], 0),
            (["shared-tree", "/run/service"], chown | look), (["shared-tree", "/run/service", "--check"], look),
            (["home"], chown | look | actAsOwner), (["home", "--check"], look),
        ] as [([String], UInt64)]
    )
    func `it keeps what the list says, and no program that it ran would get more`(words: [String], kept: UInt64) throws
    {
        try World.with { (world) throws in
            try world.source()
            for wrapper in [[], ["setpriv", "--inh-caps=+chown,+kill", "--ambient-caps=+chown,+kill"]] {
                let found = try status(world, words, under: wrapper)
                for name in ["CapPrm", "CapEff", "CapInh", "CapAmb"] {
                    let wanted = name == "CapPrm" || name == "CapEff" ? kept : 0
                    #expect(UInt64(found[name] ?? "", radix: 16) == wanted, "\(words) \(name): \(found)")
                }
                #expect(found["NoNewPrivs"] == "1")
                #expect(found["Uid"] == "0\t0\t0\t0" && found["Gid"] == "0\t0\t0\t0")
            }
        }
    }

    @Test func `without CAP_CHOWN its only other group is s6ctl, and it keeps nothing`() throws {
        try World.with { (world) throws in
            try world.source()
            let found = try status(
                world,
                ["services"],
                under: ["setpriv", "--bounding-set=-chown", "--groups=10000,10001"]
            )
            #expect(found["Groups"] == "20010")
            #expect(UInt64(found["CapPrm"] ?? "", radix: 16) == 0 && UInt64(found["CapEff"] ?? "", radix: 16) == 0)
        }
    }

    @Test(arguments: [["services"], ["shared-tree", "/run/service"], ["home"]])
    func `capabilities are given up before anything is opened`(words: [String]) throws {
        try World.with { (world) throws in
            try world.source()
            try world.root("mkdir /run/data")
            let trace = "strace -qq -e signal=none -e trace=%file,%desc,capset,prctl -o /run/trace"
            try world.root("HERMES_HOME=/run/data \(trace) \(World.granter) \(words.joined(separator: " "))")
            let lines = try world.root("cat /run/trace").split(separator: "\n").map(String.init)
            let set = try #require(lines.firstIndex { $0.hasPrefix("capset(") })
            let forbidden = try #require(lines.firstIndex { $0.contains("PR_SET_NO_NEW_PRIVS, 1") })
            // The loader's files, and what stands in for a closed descriptor.
            let harmless = ["/etc/ld.so", ".so", "/dev/null", "/proc/sys/kernel/cap_last_cap", "/proc/self", "/sys/"]
            let opened = try #require(
                lines.firstIndex { line in
                    line.hasPrefix("open") && !line.contains("ENOENT") && !harmless.contains { line.contains($0) }
                }
            )
            #expect(set < forbidden && forbidden < opened, "\(lines[opened])")
            let changes = ["chmod", "fchmod", "fchown", "mkdir", "mknod", "rename", "unlink", "setxattr"]
            #expect(!lines[..<opened].contains { line in changes.contains { line.hasPrefix($0) } })
        }
    }
}
