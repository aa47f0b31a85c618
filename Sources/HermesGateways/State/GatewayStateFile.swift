public import S6Native

/// `gateway_state.json` in the home of a profile.
///
/// The gateway writes it, by rename and without a lock; we change one key of it, by rename and under one.
public struct GatewayStateFile: Sendable {
    /// The file.
    public let path: S6Path
    private let home: S6Path

    /// What is longer is no state.
    static let limit = 16 << 20

    /// That of a profile.
    public init(of profile: ProfileName, in hermes: HermesHome) {
        home = hermes.home(of: profile)
        path = home.appending("gateway_state.json")
    }

    /// What it says; a state of which nothing is known if there is none, or no JSON object in it.
    ///
    /// - Throws: ``GatewayError/s6(_:)`` if it may not be read, or is no file, and
    ///   ``GatewayError/stateFileTooLarge(_:size:)``.
    public func read() throws(GatewayError) -> GatewayState {
        let found = try wrapping { () throws(S6Error) in try contents(in: Directory.handle(trusting: home)) }
        guard let bytes = try bytes(of: found) else { return .unknown }
        return JSONText(bytes, keys: GatewayState.keys).map { GatewayState($0) } ?? .unknown
    }

    /// Whether there is one, whatever is in it.
    func exists() throws(GatewayError) -> Bool {
        try wrapping { () throws(S6Error) in try Directory.handle(trusting: home).exists("gateway_state.json") }
    }

    /// Writes what is wanted: one key is replaced or added, every other byte is kept.
    ///
    /// A file that is no JSON object is put aside as `gateway_state.json.bad`, and one that says this only replaces it;
    /// where there is no home, nothing is written.
    /// A reader sees the old file or the new one.
    ///
    /// - Returns: whether it was not so already.
    /// - Throws: as ``read()``, and `S6Error.locked(_:)` when others write until the deadline.
    @discardableResult
    public func write(
        _ desired: DesiredState,
        before deadline: Deadline,
        cancel: CInt? = nil
    ) throws(GatewayError) -> Bool {
        let outcome = try wrapping { () throws(S6Error) in try edit(desired, before: deadline, cancel: cancel) }
        if case .tooLarge(let size) = outcome { throw .stateFileTooLarge(path, size: size) }
        return outcome == .done
    }

    /// Writes the state of a container from before there were slots, which ran the gateway as its command.
    func migrate(before deadline: Deadline, cancel: CInt?) throws(GatewayError) {
        let text: Text =
            "{\"gateway_state\":\"running\",\"desired_state\":\"running\","
            + "\"timestamp\":\(CurrentProcess.unixSeconds),\"migrated_from\":\"legacy-container-cmd\"}\n"
        try wrapping { () throws(S6Error) in
            let directory = try Directory.handle(trusting: home).listingOfSelf()
            let lock = try FileLock.take(".gateway_state.lock", in: directory, before: deadline, cancel: cancel)
            if try !directory.exists("gateway_state.json") {
                try directory.replaceFile(
                    "gateway_state.json",
                    with: text.bytes.span,
                    temporary: Self.temporary,
                    durable: true
                )
            }
            lock.release()
        }
    }

    private static var temporary: [UInt8] { Text.bytes(".gateway_state.json.tmp-") }

    private enum Edit: Equatable { case done, needless, tooLarge(Int64) }

    private func edit(_ desired: DesiredState, before deadline: Deadline, cancel: CInt?) throws(S6Error) -> Edit {
        do throws(S6Error) {
            let directory = try Directory.handle(trusting: home).listingOfSelf()
            let lock = try FileLock.take(".gateway_state.lock", in: directory, before: deadline, cancel: cancel)
            let outcome = try edit(desired, in: directory)
            lock.release()
            return outcome
        } catch .system(.open, home, .noEntry) {
            return .needless
        }
    }

    private func edit(_ desired: DesiredState, in directory: borrowing Directory) throws(S6Error) -> Edit {
        let value = JSONText.quoted(desired.text.bytes)
        var new = Text.bytes("{\"desired_state\":") + value + Text.bytes("}\n")
        switch try contents(in: directory) {
        case .tooLarge(let size): return .tooLarge(size)
        case .none: break
        case .bytes(let old):
            guard let text = JSONText(old, keys: GatewayState.keys) else {
                try keepJunk(old, in: directory)
                break
            }
            if GatewayState(text).desiredState == desired { return .needless }
            new = text.setting(Text.bytes("desired_state"), to: value)
        }
        try directory.sweep(temporary: Self.temporary)
        try directory.replaceFile("gateway_state.json", with: new.span, temporary: Self.temporary, durable: true)
        return .done
    }

    /// Puts aside what is no JSON object: it may be something to somebody.
    private func keepJunk(_ bytes: [UInt8], in directory: borrowing Directory) throws(S6Error) {
        guard !bytes.isEmpty else { return }
        try directory.replaceFile("gateway_state.json.bad", with: bytes.span, temporary: Self.temporary)
    }

    private enum Contents { case none, bytes([UInt8]), tooLarge(Int64) }

    private func bytes(of contents: Contents) throws(GatewayError) -> [UInt8]? {
        switch contents {
        case .none: nil
        case .bytes(let bytes): bytes
        case .tooLarge(let size): throw .stateFileTooLarge(path, size: size)
        }
    }

    private func contents(in directory: borrowing Directory) throws(S6Error) -> Contents {
        do throws(S6Error) {
            let file = try directory.plainFile("gateway_state.json")
            let attributes = try file.attributes(), size = attributes.size
            // Another name of it may be that of something only root may read.
            if CurrentProcess.user == 0, attributes.links > 1 { throw .wrongFileType(path, expected: .regularFile) }
            return size > Self.limit ? .tooLarge(size) : .bytes(try file.contents(limit: Self.limit))
        } catch .system(.open, _, .noEntry) {
            return .none
        }
    }
}
