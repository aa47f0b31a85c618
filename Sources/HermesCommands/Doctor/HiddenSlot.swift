import HermesGateways
import S6Native

/// A slot that has a hidden name while it is put together, or retired: `.NAME.tmp`, `.NAME.retired-XXXXXX`.
struct HiddenSlot: Equatable {
    let entry: [UInt8]
    /// The name of the slot that it is, or was.
    let name: SlotName
    let isRetired: Bool

    /// Takes the name of an entry; `nil` for any other.
    init?(_ entry: [UInt8]) {
        guard entry.first == UInt8(ascii: ".") else { return nil }
        let rest = entry.dropFirst(), tail = Array(".retired-".utf8)
        let head: ArraySlice<UInt8>
        if rest.count > 4, rest.suffix(4).elementsEqual(".tmp".utf8) {
            head = rest.dropLast(4)
            isRetired = false
        } else if rest.count > tail.count + 6, rest.dropLast(6).suffix(tail.count).elementsEqual(tail) {
            head = rest.dropLast(tail.count + 6)
            isRetired = true
        } else {
            return nil
        }
        self.entry = entry
        name = SlotName(found: Array(head))
    }

    func finding(in scandir: ScanDirectory) -> Finding {
        let path = scandir.path.appending(entry), profile = ProfileName(ofSlot: name)
        guard isRetired else {
            let reason = "a slot that is being put together, or was when that was killed"
            let remedy =
                profile.map {
                    "hermesctl gateway register -p \($0) uses it up; or, if no command is at it, rm -r \(path)"
                }
                ?? "publishing \(name) uses it up; or, if no command is at it, rm -r \(path)"
            return Finding(.leftover, .note, path, reason, remedy: remedy)
        }
        let remedy = "finish it: " + (profile.map { "hermesctl gateway retire -p \($0)" } ?? "hermesctl retire \(name)")
        return runs(in: scandir)
            ? Finding(.leftover, .warning, path, "a slot that is being retired, and still runs", remedy: remedy)
            : Finding(.leftover, .note, path, "a slot that was being retired when that was killed", remedy: remedy)
    }

    /// Whether it is one that was retired, and something of it is still supervised.
    func runs(in scandir: ScanDirectory) -> Bool {
        guard isRetired else { return false }
        let service = ServiceDirectory(scandir.path.appending(entry))
        return [service, service.logger].contains { (try? $0.supervised())?.isSupervised == true }
    }
}
