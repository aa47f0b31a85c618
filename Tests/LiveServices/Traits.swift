import LiveTree
package import Testing

/// What every suite on a live tree has: an s6 to run it, and an end.
extension Trait where Self == ConditionTrait {
    package static var live: Self { .enabled(if: LiveTree.isPossible, "s6 is not installed") }
}

extension Trait where Self == TimeLimitTrait {
    package static var bounded: Self { .timeLimit(.minutes(Soak.minutes)) }
}
