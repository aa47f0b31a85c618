import PermPolicy
import Testing

@testable import PermCore
@testable import S6Native

/// The words of the verbs are written three times, for three that cannot depend on each other: they are the same.
@Suite struct WordTests {
    @Test func `what people grant, what the library asks for and what the relays take have the same words and bytes`() {
        for granted in GrantedVerb.allCases {
            #expect(Verb(bytes(granted.rawValue).span)?.byte == granted.letter)
            #expect(RelayVerb(sending: [granted.letter].span)?.word == granted.rawValue)
        }
        for asked in RelayVerb.allCases {
            let verb = Verb(bytes(asked.word).span)
            #expect(verb.map { "\($0.word)" } == asked.word)
        }
        #expect(RelayVerb.allCases.count == GrantedVerb.allCases.count + 1, "check is granted with any")
    }
}
