import Glibc

/// The limit on open files, which is the command's own to raise.
enum DescriptorLimit {
    /// Raises the soft limit to `wanted`, or as far as the hard limit lets it.
    ///
    /// It is never lowered.
    static func raise(to wanted: Int) {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        let target = min(rlim_t(max(0, wanted)), limit.rlim_max)
        guard target > limit.rlim_cur else { return }
        limit.rlim_cur = target
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
