import S6Native

/// The marker `.gateway-planned-stop.json`: it tells a gateway that the `SIGTERM` which comes is meant.
///
/// Without it the gateway takes the signal for an accident, exits 1, and leaves `running` behind.
enum PlannedStop {
    /// Writes the marker into the home of the profile whose gateway is to stop.
    static func announce(
        to profile: ProfileName,
        in hermes: HermesHome,
        process pid: Int32
    ) throws(S6Error) {
        let directory = try Directory.handle(trusting: hermes.home(of: profile)).listingOfSelf()
        let start = try ProcessTable.stat(of: pid)?.startTime
        let text: Text =
            "{\"target_pid\":\(pid),\"target_start_time\":\(start.map { "\($0)" } ?? "null" as Text),"
            + "\"stopper_pid\":\(CurrentProcess.pid),\"written_at\":\"\(UTCTime.now.isoText)\"}"
        let temporary = Text.bytes(".gateway-planned-stop.json.tmp-")
        try directory.replaceFile(".gateway-planned-stop.json", with: text.bytes.span, temporary: temporary)
    }

    /// Takes it back: nothing has been stopped.
    static func withdraw(from profile: ProfileName, in hermes: HermesHome) throws(S6Error) {
        do throws(S6Error) {
            try Directory.handle(trusting: hermes.home(of: profile)).unlink(".gateway-planned-stop.json")
        } catch .system(_, _, .noEntry) {}
    }
}
