extension ServiceStatus: CustomStringConvertible, Worded {
    /// The state in words: `up (pid 42), ready, wanted up`.
    public var description: String { text.string }

    package var text: Text {
        var text = state
        if isReady { text += ", ready" }
        if isPaused { text += ", paused" }
        return text + (wantsUp ? ", wanted up" : ", wanted down")
    }

    private var state: Text {
        if let pid { return isFinishing ? "finishing (pid \(pid))" : "up (pid \(pid))" }
        if isFinishing { return "finishing" }
        if isNotStartedYet { return "down (not started yet)" }
        if let signal { return "down (signal \(signal))" }
        return "down (exit code \(exitCode ?? 0))"
    }
}
