/// Whether bytes are UTF-8, as RFC 3629 has it.
enum UTF8Text {
    /// Whether all of them are: no sequence too long, cut short, of a surrogate or past U+10FFFF.
    static func isValid(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            index += 1
            guard first >= 0x80 else { continue }
            guard let followers = followers(of: first) else { return false }
            for number in 0..<followers.count {
                guard index < bytes.count else { return false }
                let allowed: ClosedRange<UInt8> = number == 0 ? followers.first : 0x80...0xBF
                guard allowed.contains(bytes[index]) else { return false }
                index += 1
            }
        }
        return true
    }

    /// How many bytes follow, and what the first of them can be; `nil` if none does.
    private static func followers(of first: UInt8) -> (count: Int, first: ClosedRange<UInt8>)? {
        switch first {
        case 0xC2...0xDF: (1, 0x80...0xBF)
        case 0xE0: (2, 0xA0...0xBF)
        case 0xED: (2, 0x80...0x9F)
        case 0xE1...0xEF: (2, 0x80...0xBF)
        case 0xF0: (3, 0x90...0xBF)
        case 0xF1...0xF3: (3, 0x80...0xBF)
        case 0xF4: (3, 0x80...0x8F)
        default: nil
        }
    }
}
