import Foundation
import Testing

@testable import HermesCommands
@testable import S6Native

/// A Unix socket on which one client is read from, answered, and let go.
final class FakeBroker {
    let path: String
    private let listener: Int32
    private let thread: Thread
    private let state: State

    private final class State: @unchecked Sendable {
        let lock = NSCondition()
        var request = ""
        var isOver = false
        /// The client that waits for an answer that does not come.
        var client: Int32 = -1
    }

    /// Reads up to `reading` bytes in one piece, says `answer` and closes; without one it says nothing.
    init(_ answer: String?, reading: Int, accepts: Bool = true) throws {
        let path = FileManager.default.temporaryDirectory.path + "/broker-\(UUID().uuidString.prefix(8))"
        self.path = path
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        #expect(isBound && listen(listener, accepts ? 8 : 0) == 0)
        self.listener = listener
        let state = State()
        self.state = state
        thread = Thread {
            if accepts { Self.serve(listener, answer, reading, state) }
            state.lock.withLock {
                state.isOver = true
                state.lock.signal()
            }
        }
        thread.start()
    }

    private static func serve(_ listener: Int32, _ answer: String?, _ reading: Int, _ state: State) {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        if reading > 0 {
            var bytes = [UInt8](repeating: 0, count: reading)
            let count = read(client, &bytes, reading)
            state.lock.withLock { state.request = String(decoding: bytes[..<max(0, count)], as: UTF8.self) }
        }
        if let answer {
            let bytes = Array(answer.utf8)
            _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            close(client)
        } else {
            state.lock.withLock { state.client = client }
        }
    }

    /// Closes it, and returns what it was asked.
    func end() -> String {
        shutdown(listener, Int32(SHUT_RDWR))
        return state.lock.withLock {
            while !state.isOver { state.lock.wait() }
            if state.client >= 0 { close(state.client) }
            close(listener)
            return state.request
        }
    }

    deinit { unlink(path) }
}

/// A connection that is kept.
final class UnixStreamHolder {
    private let stream: UnixStream

    /// `nil` where there is no place in the queue.
    init?(_ path: S6Path) {
        guard let stream = try? UnixStream(to: path) else { return nil }
        self.stream = stream
    }
}
