import Foundation

/// What a retirement that did not end leaves in the slot, for tests to forge.
package enum SessionNote {
    /// The name of the file that tells the next retirement of a session.
    package static func name(leader: Int32, boot: String? = nil) throws -> String {
        let current = try Contents.text("/proc/sys/kernel/random/boot_id").prefix(8)
        let (start, namespace) = (try startTime(of: leader), try startTime(of: 1))
        return ".s6native-session-\(leader)-\(start)-\(boot ?? String(current)).\(namespace)"
    }

    private static func startTime(of pid: Int32) throws -> Substring {
        let stat = try Contents.text("/proc/\(pid)/stat")
        guard let fields = stat.split(separator: ")").last?.split(separator: " "), fields.count > 19 else {
            throw NotSo(what: "process \(pid) has a stat")
        }
        return fields[19]
    }
}
