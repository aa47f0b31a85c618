import Foundation
package import S6Native

extension ServiceDirectory {
    package var text: String { path.description }

    /// What subscribers have in `event/`; s6 itself puts nothing there.
    package var subscribers: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: text + "/event")) ?? []
    }
}
