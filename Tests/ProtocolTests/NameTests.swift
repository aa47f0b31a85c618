import Testing

@testable import S6Native

@Suite struct NameTests {
    @Test(arguments: [
        ("/run/service/web", "web", "/run/service"), ("web", "web", "."), ("/web", "web", "/"), ("/a/b//", "b", "/a"),
        ("./x", "x", "."), ("a//b", "b", "a"),
    ])
    func `a path has a last component and a parent`(path: String, last: String, parent: String) throws {
        let path = try S6Path(path)
        #expect(String(decoding: path.lastComponent, as: UTF8.self) == last)
        #expect(path.parent.description == parent)
    }

    @Test func `bytes that are not UTF-8 stay as they are`() throws {
        let path = try S6Path(bytes: [0x2F, 0xFF, 0xFE])
        #expect(Array(path.bytes) == [0x2F, 0xFF, 0xFE])
        #expect(!path.isUTF8 && S6Path("/run").isUTF8)
        #expect(Array(path.appending([0x80]).bytes) == [0x2F, 0xFF, 0xFE, 0x2F, 0x80])
    }

    @Test(arguments: [[], [0], [0x2F, 0, 0x2F]] as [[UInt8]])
    func `what is no path is refused`(bytes: [UInt8]) {
        #expect(throws: S6Error.invalidPath(bytes: bytes)) { try S6Path(bytes: bytes) }
    }

    @Test(arguments: ["", ".hidden", "a/b", "..", "\0", String(repeating: "x", count: 256)])
    func `what is no name of a slot is refused`(name: String) {
        #expect(throws: S6Error.invalidSlotName(bytes: Array(name.utf8))) { try SlotName(name) }
    }

    @Test func `any other bytes are a name`() throws {
        for bytes in [[0xFF], Array("a b\nc".utf8), Array(repeating: 0x78, count: 239)] as [[UInt8]] {
            #expect(try SlotName(bytes: bytes).bytes == bytes)
        }
    }

    @Test func `a long name can be spoken to, but leaves no room to publish or retire it`() throws {
        try SlotName(String(repeating: "x", count: 239)).checkItHasRoom()
        let long = try SlotName(String(repeating: "x", count: 240))
        #expect(throws: S6Error.invalidSlotName(bytes: long.bytes)) { try long.checkItHasRoom() }
    }

    @Test func `a subscriber's name is one that s6's notifier writes to`() {
        let random = InlineArray<16, UInt8> { UInt8($0) &* 37 }
        let name = SubscriberName(at: TAI64N(unixSeconds: 1_795_227_145, nanoseconds: 1), random: random)
        let visible = String(decoding: name.visible, as: UTF8.self)
        #expect(visible.utf8.count == 39 && visible.hasPrefix("ftrig1:@400000006b00fe2e00000001:"))
        #expect(visible.dropFirst(33).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
        #expect(name.hidden.first == UInt8(ascii: ".") && name.hidden.count == SubscriberName.hiddenLength)
        #expect(SubscriberName.isHiddenName(name.hidden) && !SubscriberName.isHiddenName(name.visible))
    }

    @Test func `a program of s6 that is about to subscribe is left alone`() {
        #expect(!SubscriberName.isHiddenName(Array(".ftrig1:@400000006b00fe2e00000001:AbCd-_".utf8)))
    }
}
