import Foundation

/// How often what is done very often is done: all of it in `make soak`, a fiftieth in `make test`.
package enum Soak {
    private static let isOn = ProcessInfo.processInfo.environment["HERMES_SOAK"] == "1"

    package static func count(_ all: Int) -> Int { count(all, otherwise: max(1, all / 50)) }

    /// For what takes seconds each time, so that all of it is not much more than some.
    package static func count(_ all: Int, otherwise some: Int) -> Int { isOn ? all : some }

    /// What bounds a test: none may hang.
    package static let minutes = isOn ? 240 : 3
}
