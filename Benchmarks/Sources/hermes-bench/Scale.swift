import Measuring

/// How it grows: one tree with so many services, and what it takes to do something to all of them.
enum Scale {
    static let options = Languages.options.union([
        "--scandir", "--count", "--hermesctl", "--rounds", "--warm-up", "--raw", "--runit",
        "--daemontools", "--supervisor",
    ])

    static func run(_ options: Options) throws {
        let raw = try RawValues(options.text("--raw")), hermesctl = try options.needed("--hermesctl")
        let count = try options.number("--count", or: 100, in: 1...100_000)
        let many = try ManyServices(count, in: options.needed("--scandir"))
        let contest = ManyContest(
            many: many,
            rounds: try options.number("--rounds", or: 5, in: 1...100_000),
            warmsUp: options.text("--warm-up") != "no",
            raw: raw
        )
        try contest.run(contenders(many, hermesctl, options) + peers(count, options, raw))
        try writePeaks(many, hermesctl, raw)
        writeSlot(many, raw)
    }

    private static func contenders(
        _ many: ManyServices,
        _ hermesctl: String,
        _ options: Options
    ) throws -> [ManyContender] {
        let ways = ManyContenders(many: many), languages = Languages(options)
        var contenders = [ways.inProcess(), ways.floor(), ways.command(hermesctl), ways.tools()]
        if let c = try languages.c() { contenders.append(ways.language(Languages.ofC, c)) }
        if let python = try languages.python() { contenders.append(ways.language(Languages.ofPython, python)) }
        return contenders
    }

    /// One service of theirs is in the contest about one.
    private static func peers(_ count: Int, _ options: Options, _ raw: RawValues) -> [ManyContender] {
        let ways: [(option: String, make: (String, Int) throws -> ManyContender)] = [
            ("--runit", ManyPeers.runit), ("--daemontools", ManyPeers.daemontools),
            ("--supervisor", ManyPeers.supervisor),
        ]
        return ways.compactMap { way in
            guard count > 1, let directory = options.text(way.option) else { return nil }
            do {
                guard count <= ManyPeers.most else {
                    throw Failure("left out above \(ManyPeers.most), to keep the run within ten minutes")
                }
                return try way.make(directory, count)
            } catch {
                let name = way.option.dropFirst(2)
                complain("\(name), all of \(count): \(error)")
                raw.write([
                    "kind": "missing", "contender": .text("\(name), all of \(count)"), "reason": .text("\(error)"),
                ])
                return nil
            }
        }
    }

    /// The most memory of hermesctl.
    private static func writePeaks(_ many: ManyServices, _ hermesctl: String, _ raw: RawValues) throws {
        for (operation, words) in [
            (ManyOperation.status, ["status", "--scandir", many.scandir]), (.stop, ["stop"] + many.paths),
            (.start, ["start"] + many.paths),
        ] {
            guard let peak = Spawned([hermesctl] + words).peak() else { continue }
            raw.write([
                "kind": "peak", "operation": .text(operation.rawValue), "contender": "hermesctl",
                "n": .number(Int64(many.count)), "kib": .number(peak),
            ])
            print("\(many.count) services, \(operation.rawValue): hermesctl has at most \(peak) KiB")
        }
    }

    /// What a slot costs for as long as it is there: its supervisor.
    private static func writeSlot(_ many: ManyServices, _ raw: RawValues) {
        guard let each = Memory.mean(many.services.compactMap(Memory.ofSupervisor(of:))) else { return }
        raw.write([
            "kind": "slot", "contender": "s6-supervise", "n": .number(Int64(many.count)), "kib": .number(each),
        ])
        print("\(many.count) services: a slot's s6-supervise has \(each) KiB of its own")
    }
}
