/// Whom a process that may kill anybody, kills on account of a servicedir.
///
/// What says which processes belong to a service, its status, its lock, what an earlier retirement has noted, can
/// be written by whoever owns the servicedir. So root kills on their word, and awaits, only what is the owner's.
/// Others may ask for any process: the kernel decides.
struct KillRight {
    private enum Extent { case any, ownedBy(UInt32) }

    private let extent: Extent

    /// The right on account of the servicedir that was opened.
    init(for servicedir: borrowing Directory) throws(S6Error) {
        let attributes = try servicedir.ownAttributes()
        extent = FileAttributes.user != 0 || attributes.isRootsAlone ? .any : .ownedBy(attributes.owner)
    }

    /// Whether it extends to a process, which is held, so that what is looked at is not another one.
    func extends(to process: borrowing ProcessHandle, about path: S6Path) throws(S6Error) -> Bool {
        guard case .ownedBy(let owner) = extent else { return true }
        guard try ProcessTable.user(of: process.pid) == owner else { return false }
        return try process.isAlive(about: path)
    }
}
