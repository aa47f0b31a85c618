/// Finds where the last lines begin, reading from the end to the beginning.
///
/// What does not end in a newline is a line too.
struct LastLines {
    private var wanted: Int
    private var isAtEnd = true

    /// `count` is at least 1.
    init(_ count: Int) { wanted = count }

    /// Takes the bytes before those of the last call; the index of the first that belongs to the lines wanted, `nil`
    /// if still more do.
    mutating func begin(in bytes: ArraySlice<UInt8>) -> Int? {
        for index in bytes.indices.reversed() {
            if bytes[index] == UInt8(ascii: "\n") && !isAtEnd {
                wanted -= 1
                if wanted == 0 { return index + 1 }
            }
            isAtEnd = false
        }
        return nil
    }
}
