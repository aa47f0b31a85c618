import HermesGateways
import S6Native

/// Looks for gateways that had failed to start at each of the last boots, by the boot log.
enum BootCheck: DoctorCheck {
    /// So many boots in a row are no accident.
    static let limit = 3

    static func findings(in patient: Patient) -> [Finding] {
        let log = BootLog(in: patient.settings.hermes)
        do throws(GatewayError) {
            let lines = try log.lines()
            return patient.profiles.compactMap { profile in
                let failures = failures(of: profile, in: lines)
                guard failures.count >= limit else { return nil }
                let since = failures.first.map { ReadableText.of($0) } ?? "?"
                return finding(profile, "\(failures.count) boots in a row, since \(since)", patient)
            }
        } catch {
            return [Finding(.boot, unseen: log.path, error)]
        }
    }

    private static func finding(_ profile: ProfileName, _ when: String, _ patient: Patient) -> Finding {
        let home = patient.settings.hermes.home(of: profile)
        let report = patient.gateways.first { $0.profile == profile }
        let observed = report?.state?.observed.map { $0.elementsEqual("running".utf8) } ?? false
        if observed, report?.service.status?.isUp == true {
            let reason = "its gateway had failed to start at \(when), but runs now"
            return Finding(.boot, .note, home, reason, remedy: "see at the next boot whether it is mended")
        }
        let remedy = "read hermesctl logs \(profile), mend it, and start it: hermesctl gateway start -p \(profile)"
        return Finding(.boot, .problem, home, "its gateway has failed to start at \(when)", remedy: remedy)
    }

    /// The times of the newest boots before which the gateway had failed to start, oldest first.
    static func failures(of profile: ProfileName, in lines: [[UInt8]]) -> [[UInt8]] {
        let own = Array("profile=\(profile)".utf8),
            failed = [Array("prior_state=startup_failed".utf8), Array("observed_state=startup_failed".utf8)]
        var times: [[UInt8]] = []
        for line in lines.reversed() {
            let words = line.split(separator: UInt8(ascii: " "))
            guard let time = words.first, words.contains(where: { $0.elementsEqual(own) }) else { continue }
            guard words.contains(where: { failed.contains(Array($0)) }) else { break }
            times.append(Array(time))
        }
        return times.reversed()
    }
}
