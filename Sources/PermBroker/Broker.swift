internal import CPermEntry
internal import PermCore

/// The accept loop: as many clients at a time as there are places, a few of each user, one request of each client.
///
/// Nothing in it waits for a client, nor for a service: who is slow is given up.
struct Broker {
    private static let places = 32
    private static let placesOfOne = 8

    private let listener: CInt
    private var clients = InlineArray<32, Client>(repeating: Client())
    private var allowances = Allowances()
    /// Until when nobody is accepted, since there were no descriptors left.
    private var closedUntil: Int64 = 0

    init() throws(Refusal) {
        listener = ("/run/hermes-s6/broker/sock" as StaticString).withTerminated { perm_listen($0, 128) }
        guard listener >= 0 else { throw .system }
    }

    /// Serves for ever.
    mutating func serve() throws(Refusal) -> Never {
        while true {
            let now = perm_monotonic_ms()
            let nobody = perm_poll(fd: -1, events: Int16(PERM_POLLIN), revents: 0)
            var waiting = InlineArray<33, perm_poll>(repeating: nobody)
            var wake = Int64.max, isRoom = false
            for n in clients.indices {
                waiting[n].fd = clients[n].socket
                if clients[n].isThere { wake = min(wake, clients[n].deadline) } else { isRoom = true }
            }
            if now < closedUntil { wake = min(wake, closedUntil) } else if isRoom { waiting[Self.places].fd = listener }
            var polled = waiting.mutableSpan
            let ready = perm_poll(&polled, wake == Int64.max ? -1 : CInt(max(0, wake - now)))
            guard ready >= 0 || ready == -PERM_EINTR else { throw .system }
            for n in clients.indices where clients[n].isThere {
                if waiting[n].revents != 0 { listen(to: n) } else if clients[n].deadline <= now { dismiss(n) }
            }
            if waiting[Self.places].revents != 0 { accept() }
        }
    }

    private mutating func accept() {
        for n in clients.indices where !clients[n].isThere {
            let socket = perm_accept(listener), now = perm_monotonic_ms()
            guard socket >= 0 else {
                if socket != -PERM_EAGAIN && socket != -PERM_ECONNABORTED { closedUntil = now + 100 }
                return
            }
            let peer = perm_peer(socket)
            guard peer.result >= 0 else {
                perm_close(socket)
                continue
            }
            clients[n] = Client()
            clients[n].user = peer.user
            clients[n].process = peer.process
            clients[n].deadline = now + Client.patience
            let others = count(of: peer.user)
            clients[n].socket = socket
            if others >= Self.placesOfOne { answer(n, Refusal.tryAgain.rawValue) }
        }
    }

    private func count(of user: UInt32) -> Int {
        var count = 0
        for n in clients.indices where clients[n].isThere && clients[n].user == user { count += 1 }
        return count
    }

    /// Takes in what a client says, and answers once it has said it.
    private mutating func listen(to n: Int) {
        var chunk = InlineArray<128, UInt8>(repeating: 0)
        var bytes = chunk.mutableSpan
        let length = perm_read(clients[n].socket, &bytes)
        if length == -PERM_EAGAIN { return }
        guard length > 0, clients[n].count + Int(length) <= Request.limit else { return decide(n, isWhole: false) }
        for k in 0..<Int(length) { clients[n].line[clients[n].count + k] = chunk[k] }
        clients[n].count += Int(length)
        let isWhole = clients[n].line[clients[n].count - 1] == UInt8(ascii: "\n")
        if isWhole || clients[n].count == Request.limit { decide(n, isWhole: isWhole) }
    }

    private mutating func decide(_ n: Int, isWhole: Bool) {
        let client = clients[n]
        guard isAllowedAnother(client) else { return answer(n, Refusal.tryAgain.rawValue) }
        guard AuditLine.canBeWritten else { return answer(n, Refusal.system.rawValue) }  // nothing is done unseen
        var line = AuditLine(of: client)
        do throws(Refusal) {
            guard isWhole else { throw .badRequest }
            let request = try Request(line: client.line.span.extracting(..<(client.count - 1)))
            line.append(request)
            let fifo = try ControlFIFO(request, from: client.user)
            // The line first: what cannot be written down is not done.
            var done = line
            done.append(code: 0)
            guard done.write() else { return answer(n, Refusal.system.rawValue) }
            try fifo.send()
            answer(n, 0)
        } catch {
            line.append(code: error.rawValue)
            _ = line.write()
            answer(n, error.rawValue)
        }
    }

    /// Takes a request from the client's allowance; the first that is refused is told, so that the log is not flooded.
    private mutating func isAllowedAnother(_ client: Client) -> Bool {
        switch allowances.take(client.user, perm_monotonic_ms()) {
        case .granted: return true
        case .refusedAgain: return false
        case .refused:
            var line = AuditLine(of: client)
            line.append(" asks too often")
            line.append(code: Refusal.tryAgain.rawValue)
            if AuditLine.canBeWritten { _ = line.write() }
            return false
        }
    }

    /// Answers by a decimal number and a newline, and lets the client go.
    private mutating func answer(_ n: Int, _ code: UInt8) {
        let zero = UInt8(ascii: "0")
        let text: InlineArray<4, UInt8> = [
            zero + code / 100, zero + code / 10 % 10, zero + code % 10, UInt8(ascii: "\n"),
        ]
        let leading = code >= 100 ? 0 : code >= 10 ? 1 : 2
        _ = perm_send(clients[n].socket, text.span.extracting(leading...))
        dismiss(n)
    }

    private mutating func dismiss(_ n: Int) {
        perm_close(clients[n].socket)
        clients[n] = Client()
    }
}
