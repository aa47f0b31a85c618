/// What is done about what is not as it should be.
enum GrantMode {
    /// It is made so.
    case lay
    /// It is told.
    case check
    /// What was granted is taken back.
    case revoke
}
