// swift-format-ignore-file: AlwaysUseLowerCamelCase
// The names are those of the header.

public import CS6Native
import HermesGateways
import S6Native

extension GatewaySettings {
    /// Takes from C where the gateways are; NULL is what holds where nothing is said.
    init(_ gateways: UnsafePointer<s6n_gateways>?) throws(S6Error) {
        var given = unsafe s6n_gateways()
        unsafe given.restart_interval_ms = -1
        if let gateways = unsafe gateways {
            guard unsafe isComplete(gateways.pointee.size, MemoryLayout<s6n_gateways>.size) else { throw .tooSmall }
            unsafe given = gateways.pointee
        }
        let home = HermesHome(unsafe try S6Path(given.home, or: HermesHome.standard))
        // It is used from other directories as well.
        guard home.root.isAbsolute else { throw .invalidPath(bytes: Array(home.root.bytes)) }
        self.init(unsafe try Self.scandir(given.scandir), home, style: unsafe try Self.style(given.style))
        switch unsafe Int(given.policy) {
        case S6N_POLICY_A: policy = .perProfile
        case S6N_POLICY_B: policy = .multiplexOptIn
        case S6N_POLICY_C: policy = .multiplexOnly
        default: throw .invalidArgument(bytes: Text.bytes("policy"))
        }
        switch unsafe Int(given.tree) {
        case S6N_TREE_DETECT: tree = nil
        case S6N_TREE_ISOLATED: tree = .isolated
        case S6N_TREE_SHARED: tree = .shared
        default: throw .invalidArgument(bytes: Text.bytes("tree"))
        }
        if unsafe given.multiplex != nil { multiplexVariable = unsafe [UInt8](given.multiplex) }
        hermesctl = unsafe try S6Path(given.hermesctl, or: hermesctl)
        if unsafe given.restart_interval_ms >= 0 {
            restartInterval = unsafe .milliseconds(given.restart_interval_ms)
        }
    }

    private static func style(_ number: UInt32) throws(S6Error) -> GatewayScripts.Style {
        switch Int(number) {
        case S6N_STYLE_DETECT: return .init()
        case S6N_STYLE_OVERLAY: return .overlay
        case S6N_STYLE_PLAIN: return .plain
        default: throw .invalidArgument(bytes: Text.bytes("style"))
        }
    }

    /// The scandir, or that which there is: hermes' own first.
    private static func scandir(_ text: CText?) throws(S6Error) -> ScanDirectory {
        if unsafe text != nil { return ScanDirectory(unsafe try S6Path(text)) }
        let own: S6Path = "/run/hermes/service"
        do throws(S6Error) {
            _ = try ServiceDirectory(own).isNormallyUp()
            return ScanDirectory(own)
        } catch .noSuchService, .system(_, _, .notDirectory) {
            return ScanDirectory("/run/service")
        } catch {
            return ScanDirectory(own)  // one that may not be looked at is there
        }
    }
}

extension S6ServiceManager {
    /// The manager of the gateways that C names.
    init(_ gateways: UnsafePointer<s6n_gateways>?) throws(GatewayError) {
        do throws(S6Error) { self.init(unsafe try GatewaySettings(gateways)) } catch { throw .s6(error) }
    }
}

extension ProfileName {
    /// Takes a name from C.
    init(_ name: CText?) throws(GatewayError) { unsafe try self.init(bytes: [UInt8](name)) }
}

/// As `VerbTerms.init`, for what throws another error.
func gatewayTerms(_ terms: UnsafePointer<s6n_terms>?) throws(GatewayError) -> VerbTerms {
    do throws(S6Error) { return unsafe try VerbTerms(terms) } catch { throw .s6(error) }
}

/// `s6n_gateway_list`, as `s6native.h` has it.
@c @implementation
public func s6n_gateway_list(
    _ gateways: UnsafePointer<s6n_gateways>!,
    _ callback: s6n_name_callback!,
    _ context: UnsafeMutableRawPointer!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answer(error) { () throws(GatewayError) in
        var names: [[UInt8]] = []
        for profile in unsafe try S6ServiceManager(gateways).list() { names.append(profile.bytes) }
        return unsafe tell(names, callback, context)
    }
}

/// `s6n_gateway_register`, as `s6native.h` has it.
@c @implementation
public func s6n_gateway_register(
    _ gateways: UnsafePointer<s6n_gateways>!,
    _ profile: UnsafePointer<CChar>!,
    _ variables: UnsafePointer<UnsafePointer<CChar>?>!,
    _ startNow: CInt,
    _ terms: UnsafePointer<s6n_terms>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answer(error) { () throws(GatewayError) in
        var checked: [GatewayVariable] = []
        for variable in unsafe strings(variables) { checked.append(try GatewayVariable(assignment: variable)) }
        let manager = unsafe try S6ServiceManager(gateways), name = unsafe try ProfileName(profile)
        unsafe try manager.register(name, variables: checked, starting: startNow != 0, gatewayTerms(terms))
        return 0
    }
}

/// `s6n_gateway_status`, as `s6native.h` has it.
@c @implementation
public func s6n_gateway_status(
    _ gateways: UnsafePointer<s6n_gateways>!,
    _ profile: UnsafePointer<CChar>!,
    _ gateway: UnsafeMutablePointer<s6n_gateway>!,
    _ error: UnsafeMutablePointer<s6n_error>!
) -> CInt {
    unsafe answer(error) { () throws(GatewayError) in
        guard let place = unsafe gateway, unsafe isComplete(place.pointee.size, MemoryLayout<s6n_gateway>.size) else {
            throw .s6(.tooSmall)
        }
        let manager = unsafe try S6ServiceManager(gateways)
        unsafe try manager.tell(of: ProfileName(profile), in: place)
        return 0
    }
}

extension S6ServiceManager {
    /// Fills in what is known of a gateway.
    fileprivate func tell(
        of profile: ProfileName,
        in place: UnsafeMutablePointer<s6n_gateway>
    ) throws(GatewayError) {
        var flags = 0
        unsafe place.pointee.status = s6n_status()
        unsafe place.pointee.status.size = UInt32(MemoryLayout<s6n_status>.size)
        if try list().contains(profile) { flags |= S6N_GATEWAY_REGISTERED }
        do throws(S6Error) {
            let service = service(profile)
            if try service.supervised() != .unsupervised {
                unsafe place.pointee.status = s6n_status(try service.status())
                flags |= S6N_GATEWAY_SUPERVISED
            }
        } catch .noSuchService, .notSupervised, .supervisorStarting {
        } catch {
            throw .s6(error)
        }
        let capped = try capped(profile)
        if capped != nil { flags |= S6N_GATEWAY_CAPPED }
        unsafe place.pointee.deaths = CInt(clamping: capped?.deaths ?? 0)
        unsafe place.pointee.seconds = capped?.seconds ?? 0
        unsafe place.pointee.exit_code = CInt(capped?.exitCode ?? 0)
        unsafe place.pointee.signal = CInt(capped?.signal ?? 0)
        if settings.isServedByRoot(profile) { flags |= S6N_GATEWAY_SERVED }
        if try settings.hermes.has(profile) { flags |= S6N_GATEWAY_PROFILE }
        let state = try? GatewayStateFile(of: profile, in: settings.hermes).read()
        unsafe (state?.desired ?? []).copy(to: s6n_desired_field(place), size: 32)
        unsafe (state?.observed ?? []).copy(to: s6n_observed_field(place), size: 32)
        unsafe place.pointee.flags = UInt32(flags)
    }
}
