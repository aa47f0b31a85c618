import Foundation

/// A release of s6, as far as its behaviour differs.
package struct SixRelease: Comparable, Sendable, CustomStringConvertible {
    let major, minor, patch: Int

    package init(_ major: Int, _ minor: Int, _ patch: Int = 0) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// The release that is installed, by the package that it came in, or else `S6_RELEASE`.
    package static let current: SixRelease = {
        let named = ProcessInfo.processInfo.environment["S6_RELEASE"]
        let packaged = try? Command.run("dpkg-query", "-W", "-f", "${Version}", "s6").output
        let numbers = (named ?? packaged ?? "").prefix { $0.isNumber || $0 == "." }.split(separator: ".")
        let parts = numbers.compactMap { Int($0) }
        return parts.count >= 2 ? SixRelease(parts[0], parts[1], parts.count > 2 ? parts[2] : 0) : SixRelease(2, 11, 3)
    }()

    package static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }

    package var description: String { "\(major).\(minor).\(patch)" }
}
