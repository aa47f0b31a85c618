import Glibc
import S6Native

/// What processes have.
enum Memory {
    /// Its memory in KiB, what is shared divided among those that share it; `nil` where that cannot be seen.
    static func proportionalSize(of pid: Int32) -> Int64? {
        guard let file = fopen("/proc/\(pid)/smaps_rollup", "re") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, CInt(line.count), file) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
                separator: " "
            )
            if words.first == "Pss:", words.count > 1 { return Int64(words[1]) }
        }
        return nil
    }

    /// The memory of the supervisor of a service, in KiB; `nil` where that cannot be seen.
    static func ofSupervisor(of service: ServiceDirectory) -> Int64? {
        guard case .supervised(let pid?) = try? service.supervised() else { return nil }
        return proportionalSize(of: pid)
    }

    /// What all of these have on average, in KiB; `nil` if there are none.
    static func mean(_ sizes: [Int64]) -> Int64? { sizes.isEmpty ? nil : sizes.reduce(0, +) / Int64(sizes.count) }
}
