import CS6Native
import S6Native

/// A string of C's, which ends in a NUL.
typealias CText = UnsafePointer<CChar>

extension [UInt8] {
    /// The bytes of a string of C's; none, of NULL.
    init(_ text: CText?) {
        self = []
        guard var place = unsafe text else { return }
        while unsafe place.pointee != 0 {
            unsafe append(UInt8(bitPattern: place.pointee))
            unsafe place += 1
        }
    }

    /// With the NUL that C wants.
    var terminated: [UInt8] { self + [0] }

    /// Lends them as a string of C's, up to the first NUL.
    func lend(_ body: (CText) -> Void) {
        unsafe terminated.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { unsafe body(base.assumingMemoryBound(to: CChar.self)) }
        }
    }

    /// Copies as many of them as have room, and a NUL; no character of UTF-8 is cut in two.
    func copy(to field: UnsafeMutablePointer<CChar>?, size: Int) {
        guard let field = unsafe field else { return }
        var end = Swift.min(count, size - 1)
        while end < count, end > 0, self[end] & 0xC0 == 0x80 { end -= 1 }
        for index in 0..<end { unsafe field[index] = CChar(bitPattern: self[index]) }
        unsafe field[end] = 0
    }
}

extension S6Path {
    /// Takes a path from C; NULL is refused as an empty one is.
    init(_ text: CText?) throws(S6Error) { unsafe try self.init(bytes: [UInt8](text)) }

    /// The same, or what holds where none is given.
    init(_ text: CText?, or standard: S6Path) throws(S6Error) {
        if unsafe text == nil { self = standard } else { unsafe try self.init(text) }
    }
}

extension ServiceDirectory {
    /// Takes a servicedir from C.
    init(_ text: CText?) throws(S6Error) { self.init(unsafe try S6Path(text)) }
}

/// The strings that C has put in an array, up to the NULL behind them.
func strings(_ array: UnsafePointer<CText?>?) -> [[UInt8]] {
    var found: [[UInt8]] = []
    guard var place = unsafe array else { return found }
    while let text = unsafe place.pointee {
        unsafe found.append([UInt8](text))
        unsafe place += 1
    }
    return found
}

/// So many strings of an array of C's, which is NULL only if they are none.
func strings(_ array: UnsafePointer<CText?>?, _ count: Int) throws(S6Error) -> [[UInt8]] {
    var found: [[UInt8]] = []
    guard let array = unsafe array else {
        guard count == 0 else { throw .invalidArgument(bytes: Text.bytes("NULL")) }
        return found
    }
    for index in 0..<max(0, count) { unsafe found.append([UInt8](array[index])) }
    return found
}

/// Calls back with one name after the other, until that is enough.
func tell(_ names: [[UInt8]], _ callback: s6n_name_callback?, _ context: UnsafeMutableRawPointer?) -> CInt {
    guard let callback = unsafe callback else { return CInt(clamping: names.count) }
    for name in names {
        var isEnough = false
        unsafe name.lend { text in unsafe isEnough = callback(text, context) != 0 }
        if isEnough { break }
    }
    return CInt(clamping: names.count)
}
