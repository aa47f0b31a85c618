/// Somebody who has connected and not yet been answered.
struct Client {
    /// How long one may take to say what it wants, in milliseconds.
    static let patience: Int64 = 3000

    /// -1 where there is none.
    var socket: CInt = -1
    var user: UInt32 = 0
    var process: Int32 = 0
    /// When it is given up, by the monotonic clock.
    var deadline: Int64 = 0
    var line = InlineArray<128, UInt8>(repeating: 0)
    var count = 0

    var isThere: Bool { socket >= 0 }
}
