import HermesGateways
import S6Native

/// The gateways of a host with systemd: `hermes-gateway-PROFILE.service`, of the system or of the user.
struct SystemdServiceManager: ServiceManager {
    private let commands: SystemdCommands
    private let environment: Environment

    var kind: ServiceManagerKind { .systemd }

    /// Those of the system for root, else those of the user.
    init(_ environment: Environment, isSystem: Bool = CurrentProcess.user == 0) {
        self.environment = environment
        commands = SystemdCommands(isSystem: isSystem)
    }

    func start(_ profile: ProfileName) throws(GatewayError) { try run(commands.start(profile)) }
    func stop(_ profile: ProfileName) throws(GatewayError) { try run(commands.stop(profile)) }
    func restart(_ profile: ProfileName) throws(GatewayError) { try run(commands.restart(profile)) }

    func isRunning(_ profile: ProfileName) throws(GatewayError) -> Bool {
        try execute(commands.isRunning(profile)).code == 0
    }

    func list() throws(GatewayError) -> [ProfileName] {
        let result = try execute(commands.list)
        guard result.code == 0 else { throw failure(commands.list, result) }
        let names = result.output.split(separator: UInt8(ascii: "\n")).compactMap {
            SystemdCommands.profile(ofLine: $0)
        }
        return names.sorted()
    }

    private func run(_ words: [String]) throws(GatewayError) {
        let result = try execute(words)
        guard result.code == 0 else { throw failure(words, result) }
    }

    private func execute(_ words: [String]) throws(GatewayError) -> Program.Output {
        guard let program = Program(words[0], environment),
            let output = program.output(words.dropFirst().map { Array($0.utf8) })
        else { throw .commandFailed(command: Self.line(words), code: 127, message: Array("cannot be run".utf8)) }
        return output
    }

    /// The words as one would type them.
    private static func line(_ words: [String]) -> [UInt8] { Array(words.joined(separator: " ").utf8) }

    private func failure(_ words: [String], _ result: Program.Output) -> GatewayError {
        let lines = result.output.split(separator: UInt8(ascii: "\n"))
        let message = lines.map { ReadableText.of($0) }.joined(separator: "; ")
        return .commandFailed(command: Self.line(words), code: result.code, message: Array(message.utf8))
    }
}
