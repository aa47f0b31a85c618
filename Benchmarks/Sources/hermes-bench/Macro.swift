import Glibc
import Measuring
import S6Native

/// All contenders on one service each: see scripts/bench, which makes the trees and starts the other supervisors.
enum Macro {
    static let options: Set = [
        "--scandir", "--home", "--hermesctl", "--template", "--upstream", "--c-status", "--runit", "--daemontools",
        "--supervisor", "--rounds", "--allowance", "--raw", "--wheel", "--bindings", "--c-bindings",
    ]

    static func run(_ options: Options) throws {
        let raw = try RawValues(options.text("--raw"))
        let contenders = try contenders(options, raw)
        let rounds = try options.number("--rounds", or: 200, in: 1...1_000_000)
        let allowance = try options.number("--allowance", or: 12, in: 1...3600)
        var contest = Contest(contenders, rounds: rounds, allowance: Int64(allowance) * 1_000_000_000, raw: raw)
        try contest.run()
        try contest.writePeaks()
        contest.writeSummaries()
        Show.table(contest)
    }

    private static func contenders(_ options: Options, _ raw: RawValues) throws -> [Contender] {
        let scandir = try options.needed("--scandir"), hermesctl = try options.needed("--hermesctl")
        let ours = try OurContenders(
            scandir: scandir,
            hermesctl: hermesctl,
            template: options.needed("--template")
        )
        let names = ["ours", "ctl", "floor", "tools", "python", "c"]
        for name in names { try Service.make(name, in: scandir) }
        let tree = ScanDirectory(try S6Path(scandir))
        try tree.send([.scan])
        for name in names {
            let service = tree.service(try SlotName(name))
            try Until.so { (try? service.status().isUp) ?? false }
        }
        var contenders = [try ours.floor(), try ours.inProcess(), try ours.command(), try ours.tools()]
        if let program = options.text("--c-status") { contenders.append(ours.floorProcess(program)) }
        let languages = Languages(options)
        if let python = try languages.python() {
            contenders.append(try ours.bindings(Languages.ofPython, on: "python", python))
        }
        if let c = try languages.c() { contenders.append(try ours.bindings(Languages.ofC, on: "c", c)) }
        let gateways = GatewayContenders(home: try options.needed("--home"), scandir: scandir, hermesctl: hermesctl)
        contenders.append(try gateways.inProcess())
        contenders.append(try gateways.command())
        contenders.append(
            try gateways.today(Upstream(["python3", options.needed("--upstream")]))
        )
        let others: [(String, (String) throws -> Contender)] = [
            ("--runit", OtherContenders.runit), ("--daemontools", OtherContenders.daemontools),
            ("--supervisor", OtherContenders.supervisor),
        ]
        for (option, make) in others {
            guard let directory = options.text(option) else { continue }
            do {
                contenders.append(try make(directory))
            } catch {
                complain("\(option.dropFirst(2)): not run: \(error)")
                raw.write([
                    "kind": "missing", "contender": .text(String(option.dropFirst(2))), "reason": .text("\(error)"),
                ])
            }
        }
        return contenders
    }
}
