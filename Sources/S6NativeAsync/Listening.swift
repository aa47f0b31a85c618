internal import S6Native

/// The right to a sequence's events; its end is the subscription's.
///
/// It keeps the reader: who goes through a sequence need not hold both.
final class Listening: Sendable {
    private let reader: EventReader
    private let number: UInt64
    private let channel: EventChannel

    init(_ reader: EventReader, _ number: UInt64, _ channel: EventChannel) {
        self.reader = reader
        self.number = number
        self.channel = channel
    }

    deinit { end() }

    func next(isolation actor: isolated (any Actor)?) async -> EventChannel.Answer {
        await withTaskCancellationHandler {
            await withCheckedContinuation { channel.next(for: $0) }
        } onCancel: {
            end()
        }
    }

    private func end() { reader.core.end(number) }
}
