import S6Native

/// What is found in a log directory, in the order of looking: what is rotated meanwhile is found under a later name.
struct LogLook: ~Copyable {
    let place: Directory
    let current: LogFile?
    let previous: LogFile?
    /// Of the archives, the oldest first.
    let names: [[UInt8]]

    private init(at place: consuming Directory) throws(S6Error) {
        let current = try place.logFile("current"), previous = try place.logFile("previous")
        let names = try place.archiveNames()
        (self.current, self.previous, self.names) = (current, previous, names)
        self.place = place
    }

    /// One that no rotation has begun under, so that what was not found is not there.
    ///
    /// Who rotates for ever is not to keep us for ever: the hundredth is taken as it is.
    static func steady(of directory: LogDirectory) throws(S6Error) -> LogLook {
        for _ in 1..<100 {
            do throws(S6Error) {
                let look = try LogLook(at: directory.opened())
                if try look.isSteady() { return look }
            } catch .wrongFileType {  // s6-log gives a file two names, for a moment
            }
        }
        return try LogLook(at: directory.opened())
    }

    private borrowing func isSteady() throws(S6Error) -> Bool {
        try place.logAttributes("current")?.identity == current?.identity
    }
}
