import Foundation
import LiveTree
import S6Native
import Testing

/// What every suite on a live tree has: an s6 to run it, and an end.
extension Trait where Self == ConditionTrait {
    static var live: Self { .enabled(if: LiveTree.isPossible, "s6 is not installed") }
}

extension Trait where Self == TimeLimitTrait {
    static var bounded: Self { .timeLimit(.minutes(Soak.minutes)) }
}

extension LiveTree {
    var scandir: ScanDirectory { get throws(S6Error) { ScanDirectory(try S6Path(path)) } }

    /// Adds a longrun, and returns it as the library has it.
    func service(_ name: String, _ longrun: Longrun) throws -> ServiceDirectory {
        ServiceDirectory(try S6Path(try add(name, longrun)))
    }

    /// The pid of a service's supervisor.
    func supervisor(_ service: ServiceDirectory) throws -> Int32 {
        guard case .supervised(let pid?) = try service.supervised() else { throw NoPID() }
        return pid
    }

    struct NoPID: Error {}
}

extension ServiceDirectory {
    var text: String { path.description }

    /// Nothing but what s6 put there is in `event/`.
    var leftovers: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: text + "/event")) ?? []
    }
}

/// Soon enough for anything that goes well.
func soon() -> Deadline { .after(.seconds(20)) }

/// A little while, for what is to time out.
func shortly() -> Deadline { .after(.milliseconds(150)) }

/// Runs `body` on another thread, and gives what it threw, or `nil`, when asked.
final class Background: @unchecked Sendable {
    private let done = DispatchSemaphore(value: 0)
    private var error: (any Error)?

    init(_ body: @escaping @Sendable () throws -> Void) {
        Thread.detachNewThread { [self] in
            do { try body() } catch { self.error = error }
            done.signal()
        }
    }

    /// The error, once it has ended.
    func wait(_ seconds: Int = 60) -> (any Error)? {
        guard done.wait(timeout: .now() + .seconds(seconds)) == .success else { return StillRuns() }
        return error
    }

    struct StillRuns: Error {}
}

/// Whether a process is there, and is not a zombie.
func runs(_ pid: Int32) -> Bool {
    guard pid > 0, let line = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
    return !line.contains(") Z ")
}
