import HermesGateways
import S6Native

/// Tells when anything has changed that a status of the gateways shows.
struct GatewayWatch: ~Copyable {
    private let watch: DirectoryWatch

    init(_ manager: S6ServiceManager) throws(S6Error) {
        let settings = manager.settings
        var watch = try DirectoryWatch(about: settings.scandir.path)
        try watch.add(settings.scandir.path, for: .entries)
        if (try? settings.scandir.isScanned()) == .some(false) {
            // An s6-svscan that comes opens what is there; where nothing is, the scandir tells.
            let notes = settings.scandir.path.appending(".s6-svscan")
            do throws(S6Error) { try watch.add(notes, for: .opened) } catch .system(.inotifyAddWatch, _, .noEntry) {}
        }
        for profile in (try? manager.list()) ?? [] {
            let slot = manager.service(profile).path
            let places = [slot, slot.appending("supervise"), slot.appending("data"), settings.hermes.home(of: profile)]
            for place in places {
                if let error = Self.error(adding: place, to: &watch) { throw error }
            }
        }
        self.watch = watch
    }

    /// Watches a place; what is not there yet, or not any more, its directory tells of.
    private static func error(adding place: S6Path, to watch: inout DirectoryWatch) -> S6Error? {
        do throws(S6Error) {
            try watch.add(place, for: .entries)
            return nil
        } catch {
            return error.errno == .noSpace ? error : nil
        }
    }

    /// Blocks until something changes; `false` once the deadline has passed.
    borrowing func wait(before deadline: Deadline, cancel: CInt?) throws(S6Error) -> Bool {
        try watch.wait(before: deadline, cancel: cancel)
    }
}
