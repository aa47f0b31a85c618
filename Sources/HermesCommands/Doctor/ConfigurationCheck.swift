import HermesGateways
import S6Native

/// Looks at what configures the gateways, as far as we read it.
enum ConfigurationCheck: DoctorCheck {
    static func findings(in patient: Patient) -> [Finding] {
        let settings = patient.settings
        guard MultiplexSetting(variable: settings.multiplexVariable, in: settings.hermes) == .unknown else { return [] }
        let reason =
            "multiplex_profiles is said in a way that cannot be read here, or the file cannot be: taken for off"
        let remedy =
            "say multiplex_profiles: true or false, at its top or under gateway:; or GATEWAY_MULTIPLEX_PROFILES"
        return [
            Finding(.configuration, .warning, settings.hermes.root.appending("config.yaml"), reason, remedy: remedy)
        ]
    }
}
