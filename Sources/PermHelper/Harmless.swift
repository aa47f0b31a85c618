internal import CPermEntry
internal import PermCore

/// Takes from the process what the caller has given it, before anything else.
///
/// That is signals, timers, capabilities, descriptors, umask, working directory. The environment is never looked at.
func becomeHarmless() throws(Refusal) {
    // The alarm first: to close what was inherited may take as long as the caller likes (SO_LINGER), and so may telling.
    guard perm_block_signals_but_alarm() == 0, perm_set_alarm(3) == 0, perm_drop_capabilities() == 0,
        perm_has_capabilities() == 0, perm_forbid_new_privileges() == 0, perm_forbid_dumps() == 0,
        perm_fill_standard_descriptors() == 0, perm_close_descriptors(3) == 0, perm_forget_place() == 0
    else { throw .system }
}

/// The caller, if the bit on this program gave it what the caller has not.
///
/// Root in a user namespace of the caller's own passes, to whom the policy is not root's.
func privilegedCaller() throws(Refusal) -> UInt32 {
    let ids = perm_ids()
    guard ids.user == 0 || ids.group != ids.real_group else { throw .unprivileged }
    return ids.real_user
}
