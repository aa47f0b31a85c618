internal import CS6Shim
import S6Native

/// What a mount makes of the files on it.
enum FileSystemFacts {
    /// Whether no notice is taken of set-ID bits there.
    static func isNosuid(_ path: S6Path) -> Bool { cs6_is_nosuid((Array(path.bytes) + [0]).span) == 1 }

    /// Whether nothing can be executed there.
    static func isNoexec(_ path: S6Path) -> Bool { cs6_is_noexec((Array(path.bytes) + [0]).span) == 1 }

    /// Where the file system of a file is mounted: the highest place on the way to it that is still on the same mount.
    static func mountPoint(of path: S6Path) -> S6Path {
        guard let mount = mount(of: path) else { return path }
        var place = path
        while place != "/", Self.mount(of: place.parent) == mount { place = place.parent }
        return place
    }

    private static func mount(of path: S6Path) -> UInt64? {
        let file = cs6_open_link(CS6_AT_FDCWD, (Array(path.bytes) + [0]).span)
        guard file >= 0 else { return nil }
        defer { _ = cs6_close(file) }
        let mount = cs6_mount_of(file)
        return mount.result > 0 ? mount.id : nil
    }
}
