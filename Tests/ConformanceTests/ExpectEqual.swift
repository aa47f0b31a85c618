import Testing

/// `#expect(one == other)`, for what throws and is asked through an existential.
func expectEqual<Value: Equatable>(
    _ one: Value,
    _ other: Value,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(one == other, sourceLocation: sourceLocation)
}
