public import S6Native

/// Where the gateways of a machine are, and what holds for them.
public struct GatewaySettings: Sendable {
    /// Where their slots are.
    public var scandir: ScanDirectory
    /// Where their profiles are.
    public var hermes: HermesHome
    /// Which of them run.
    public var policy = GatewayPolicy.perProfile
    /// The value of `GATEWAY_MULTIPLEX_PROFILES`, if it is set.
    public var multiplexVariable: [UInt8]?
    /// Under whom the slots run; `nil` is to look.
    public var tree: TreeKind?
    /// What the slots' scripts can count on.
    public var style: GatewayScripts.Style
    /// The command that the slots' scripts call.
    ///
    /// No slot is made or renewed where there is none.
    public var hermesctl: S6Path = "/usr/bin/hermesctl"
    /// How far apart two restarts of one gateway are at least.
    public var restartInterval = Duration.seconds(2)

    /// The gateways of a home in a scandir.
    public init(_ scandir: ScanDirectory, _ hermes: HermesHome, style: GatewayScripts.Style = .init()) {
        self.scandir = scandir
        self.hermes = hermes
        self.style = style
    }

    /// Whether the root profile's gateway serves a profile, so that its own is not to run.
    public func isServedByRoot(_ profile: ProfileName) -> Bool {
        guard !profile.isStandard, policy != .perProfile else { return false }
        return policy.isServedByRoot(MultiplexSetting(variable: multiplexVariable, in: hermes))
    }

    /// Says what is missing where a profile has no slot: the tree, the slot, or the profile itself.
    func missing(_ profile: ProfileName) -> GatewayError {
        do throws(GatewayError) {
            let isKept = try wrapping { () throws(S6Error) in try scandir.isScanned() }
            guard isKept != false else { return .noTree(scandir.path, profile: profile) }
            if try hermes.has(profile) { return .notRegistered(profile, slot: service(profile).path) }
            return .unknownProfile(profile, home: hermes.home(of: profile))
        } catch {
            return error
        }
    }

    /// Whether there is neither a slot of a profile nor the rest of one; what may not be found out is there.
    func hasNothing(of profile: ProfileName) -> Bool {
        do throws(S6Error) {
            let directory = try scandir.open()
            guard try !directory.exists(profile.slot.entry) else { return false }
            guard try !directory.exists(profile.slot.staging) else { return false }
            return try !scandir.hasRetired(profile.slot)
        } catch {
            guard case .system(.open, scandir.path, .noEntry) = error else { return false }
            return true
        }
    }

    func service(_ profile: ProfileName) -> ServiceDirectory { scandir.service(profile.slot) }

    /// Refuses to make slots whose `finish` and logger would be without what they call: no crash cap, and no logs.
    func checkCommand() throws(GatewayError) {
        guard hermesctl.isProgram() else { throw .noCommand(hermesctl) }
    }

    func files(of profile: ProfileName, _ variables: [GatewayVariable]) -> GatewaySlotFiles {
        let scripts = GatewayScripts(of: profile, style, hermesctl: hermesctl, variables: variables)
        return GatewaySlotFiles(scripts, variables: variables)
    }

    /// Whose the skeleton of a slot is to be; `nil` where none is needed.
    ///
    /// Who is not root makes it his own. Root asks whose Hermes' home is, and if that is its own, who `hermes` is.
    func skeletonOwner() throws(GatewayError) -> Account? {
        let kind = if let tree { tree } else { try TreeKind(of: scandir) }
        guard kind == .shared else { return nil }
        let caller = CurrentProcess.account
        guard caller.user == 0 else { return caller }
        if let owner = try wrapping({ () throws(S6Error) in try Account.other(owning: hermes.root) }) { return owner }
        return try Account.named(bytes: Text.bytes("hermes"))
    }
}
