internal import CPermEntry
internal import PermCore

/// `perm-helper SERVICE VERB`: one byte for one service, if the policy grants it to who calls.
@c(perm_main) public func main(_ arguments: CInt) -> CInt {
    do throws(Refusal) {
        try becomeHarmless()
        guard arguments == 3 else { throw .badRequest }
        let request = try argumentsAsRequest()
        var fifo = try ControlFIFO(request, from: try privilegedCaller())
        guard perm_allow_only_write_and_exit() == 0 else { throw .system }
        try fifo.sendAtLast()
        return 0
    } catch {
        error.explain()
        return CInt(error.rawValue)
    }
}

private func argumentsAsRequest() throws(Refusal) -> Request {
    var service = InlineArray<64, UInt8>(repeating: 0), verb = InlineArray<8, UInt8>(repeating: 0)
    var serviceBytes = service.mutableSpan
    let serviceLength = perm_argument(1, &serviceBytes)
    var verbBytes = verb.mutableSpan
    let verbLength = perm_argument(2, &verbBytes)
    guard serviceLength >= 0, verbLength >= 0 else { throw .badRequest }
    return try Request(
        service.span.extracting(..<Int(serviceLength)),
        verb.span.extracting(..<Int(verbLength))
    )
}
