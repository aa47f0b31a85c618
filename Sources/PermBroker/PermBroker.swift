internal import CPermEntry
internal import PermCore

/// `perm-broker [--ready-fd 3]`: what perm-helper does, for whoever cannot gain a group by a bit.
///
/// It runs as s6ctl, never as root, and listens at `/run/hermes-s6/broker/sock`. Who calls is who the kernel says.
@c(perm_main) public func main(_ arguments: CInt) -> CInt {
    do throws(Refusal) {
        let tellsReady = try readsArguments(arguments)
        try becomeHarmless(keepingDescriptor3: tellsReady)
        var broker = try Broker()
        if tellsReady { try tellReady() }
        guard perm_allow_only_serving() == 0 else { throw .system }
        try broker.serve()
    } catch {
        error.explain()
        return CInt(error.rawValue)
    }
}

/// Whether it is to say when it listens, on descriptor 3 as s6 has it.
private func readsArguments(_ count: CInt) throws(Refusal) -> Bool {
    if count == 1 { return false }
    guard count == 3, isArgument(1, "--ready-fd"), isArgument(2, "3") else { throw .badRequest }
    return true
}

private func isArgument(_ number: CInt, _ word: StaticString) -> Bool {
    var text = InlineArray<16, UInt8>(repeating: 0)
    var bytes = text.mutableSpan
    let length = perm_argument(number, &bytes)
    return length >= 0 && text.span.extracting(..<Int(length)).isSame(as: word)
}

/// As root it would be more than it has to be; what it is given besides is dropped.
private func becomeHarmless(keepingDescriptor3: Bool) throws(Refusal) {
    let ids = perm_ids()
    guard ids.user != 0, ids.real_user != 0 else { throw .unprivileged }
    guard AuditLine.canBeWritten else { throw .tryAgain }
    guard perm_fill_standard_descriptors() == 0, perm_close_descriptors(keepingDescriptor3 ? 4 : 3) == 0,
        perm_ignore_broken_pipes() == 0, perm_forget_place() == 0,
        perm_drop_capabilities() == 0, perm_has_capabilities() == 0,
        perm_forbid_new_privileges() == 0, perm_forbid_dumps() == 0
    else { throw .system }
}

private func tellReady() throws(Refusal) {
    let newline: InlineArray<1, UInt8> = [UInt8(ascii: "\n")]
    guard perm_write(3, newline.span) == 1 else { throw .badRequest }
    perm_close(3)
}
