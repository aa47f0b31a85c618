package import LiveTree
package import S6Native

/// A live tree as the library has it.
extension LiveTree {
    package var scandir: ScanDirectory { get throws(S6Error) { ScanDirectory(try S6Path(path)) } }

    /// Adds a longrun.
    package func service(_ name: String, _ longrun: Longrun) throws -> ServiceDirectory {
        ServiceDirectory(try S6Path(try add(name, longrun)))
    }

    /// The pid of a service's supervisor.
    package func supervisor(_ service: ServiceDirectory) throws -> Int32 {
        // None of a test's signals may go to 0, which is all of its own process group.
        guard case .supervised(let pid?) = try service.supervised(), pid > 0 else { throw NoPID() }
        return pid
    }

    package struct NoPID: Error {}
}
