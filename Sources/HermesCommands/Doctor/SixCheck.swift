import HermesGateways
import S6Native

/// Tells what the installed s6 lacks, or does in its own way: notes, since nothing here relies on it.
enum SixCheck: DoctorCheck {
    static func findings(in patient: Patient) -> [Finding] {
        guard !patient.tree.isForeign, let svscan = patient.programs.find("s6-svscan") else { return [] }
        guard let traits = traits(svscan, patient) else {
            let reason = "it was not asked which s6 it is: it could not be run, or others than root may change it"
            return [Finding(.s6, .note, svscan, reason, remedy: "see which s6 is installed")]
        }
        return traits.remarks.map { Finding(.s6, .note, svscan, $0.reason, remedy: $0.remedy) }
    }

    /// The program itself says which option it takes: with one that it does not know it exits 100 for wrong usage,
    /// with one that it does it fails otherwise, since no scandir can be there.
    private static func traits(_ svscan: S6Path, _ patient: Patient) -> SixTraits? {
        func takes(_ option: String) -> Bool? {
            patient.programs.exitCode(svscan, [option, "4", "--", "/dev/null"]).map { $0 != 100 }
        }
        guard let takesSupervisorCount = takes("-C"), let takesServiceCount = takes("-c") else { return nil }
        return SixTraits(
            takesSupervisorCount: takesSupervisorCount,
            takesServiceCount: takesServiceCount,
            recordSizes: recordSizes(patient)
        )
    }

    private static func recordSizes(_ patient: Patient) -> [Int64] {
        var sizes: [Int64] = []
        for slot in (try? patient.slots.get()) ?? [] {
            let service = patient.settings.scandir.service(slot)
            guard (try? service.supervised())?.isSupervised == true,
                let size = try? Directory.handle(trusting: service.supervisePath).attributes(of: "status").size,
                size == 35 || size == 43, !sizes.contains(size)
            else { continue }
            sizes.append(size)
        }
        return sizes
    }
}
