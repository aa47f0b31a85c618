import Glibc
import Measuring

/// Waits for what tells nobody when it is so.
enum Until {
    /// Looks ten thousand times a second, for half a minute.
    static func so(_ condition: () throws -> Bool) throws {
        for _ in 0..<300_000 {
            if try condition() { return }
            usleep(100)
        }
        throw Failure("it is not so after half a minute")
    }
}
