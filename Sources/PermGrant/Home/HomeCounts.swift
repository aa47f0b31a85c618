/// What a walk through the home has met.
struct HomeCounts {
    var entries = 0
    var changed = 0
    var linked = 0
    var special = 0
    var mounts = 0
    var leftAlone = 0
    var failed = 0
    var gone = 0

    var line: String {
        "\(entries) entries seen; left alone: \(linked) with other names, \(special) neither file nor directory, "
            + "\(mounts) mounts, \(leftAlone) too deep or too many, \(gone) gone meanwhile; \(failed) refused"
    }
}
