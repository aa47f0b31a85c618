import S6Native

/// A service, as it was named and where it was found.
struct NamedService {
    /// The name in its tree, or the path that was given.
    let name: [UInt8]
    /// The tree it was found in; `nil` for one that was given by its path.
    let tree: S6Path?
    let directory: ServiceDirectory

    var displayName: String { ReadableText.of(name) }

    /// A slot of a scandir, and who controls it where this process may not.
    init(_ name: SlotName, in scandir: ScanDirectory, _ relay: ControlRelay? = nil) {
        self.name = name.bytes
        tree = scandir.path
        directory = ServiceDirectory(scandir.service(name).path, relay: relay)
    }

    /// A servicedir that was given by its path.
    init(at path: S6Path, _ relay: ControlRelay? = nil) {
        name = Array(path.bytes)
        tree = nil
        directory = ServiceDirectory(path, relay: relay)
    }
}
