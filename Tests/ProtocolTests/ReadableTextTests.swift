import S6Native
import Testing

@Suite struct ReadableTextTests {
    @Test(arguments: [
        ("plain é 漢 😀", "plain é 漢 😀"), ("a\u{1B}[2J\n", #"a\x1b[2J\x0a"#), ("\u{9B}1m", #"\xc2\x9b1m"#),
        ("a\u{202E}b", #"a\xe2\x80\xaeb"#), ("\u{200F}\u{2028}\u{2066}", #"\xe2\x80\x8f\xe2\x80\xa8\xe2\x81\xa6"#),
        ("\u{61C}\u{FEFF}", #"\xd8\x9c\xef\xbb\xbf"#), ("“quoted” – † …", "“quoted” – † …"),
    ]) func `what is not to be seen as it is is spelt out`(text: String, readable: String) {
        #expect(ReadableText.of(text.utf8) == readable)
    }

    @Test func `what is no UTF-8 is repaired, and its end is no end of ours`() {
        #expect(ReadableText.of([0x61, 0xFF, 0xE2, 0x80]) == "a\u{FFFD}\u{FFFD}")
    }
}
