import Testing

@testable import HermesGateways

@Suite struct UTF8Tests {
    @Test func `what is UTF-8 is what the standard library takes for it`() {
        let edges: [UInt8] = [
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
            0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        let others: [UInt8] = [0x41, 0x7F, 0x80, 0xBF, 0xC2]
        var wrong: [[UInt8]] = []
        for first in edges {
            for second in edges {
                for third in others {
                    for fourth in others {
                        let bytes = [first, second, third, fourth]
                        for count in 1...4 {
                            let text = Array(bytes[..<count])
                            let isValid = String(validating: text, as: UTF8.self) != nil
                            if UTF8Text.isValid(text) != isValid { wrong.append(text) }
                        }
                    }
                }
            }
        }
        #expect(wrong.isEmpty)
        #expect(UTF8Text.isValid([]))
    }
}
