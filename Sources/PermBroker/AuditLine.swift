internal import CPermEntry
internal import PermCore

/// One line on standard output for each decision: who asked for what, and what became of it.
///
/// `uid=10000 pid=4711 service=dashboard verb=restart code=0`
struct AuditLine {
    private var bytes = InlineArray<256, UInt8>(repeating: 0)
    private var count = 0

    init(of client: Client) {
        append("uid=")
        append(UInt64(client.user))
        append(" pid=")
        append(UInt64(max(0, client.process)))
    }

    mutating func append(_ request: Request) {
        append(" service=")
        request.service.forEachByte { append($0) }
        append(" verb=")
        append(request.verb.word)
    }

    mutating func append(code: UInt8) {
        append(" code=")
        append(UInt64(code))
    }

    mutating func append(_ word: StaticString) { word.forEachByte { append($0) } }

    mutating func append(_ number: UInt64) {
        if number >= 10 { append(number / 10) }
        append(UInt8(ascii: "0") + UInt8(number % 10))
    }

    private mutating func append(_ byte: UInt8) {
        guard count < 256 else { return }
        bytes[count] = byte
        count += 1
    }

    /// Whether a line can be written without waiting for the logger, or at least soon.
    static var canBeWritten: Bool {
        let writable = Int16(PERM_POLLOUT)
        var output: InlineArray<1, perm_poll> = [perm_poll(fd: 1, events: writable, revents: 0)]
        var polled = output.mutableSpan
        return perm_poll(&polled, 250) == 1 && output[0].revents == writable
    }

    /// Writes it; `false` unless it was taken whole.
    mutating func write() -> Bool {
        append("\n")
        return perm_write(1, bytes.span.extracting(..<count)) == CInt(count)
    }
}
