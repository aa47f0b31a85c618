import Benchmark
import CFloor
import Glibc
import S6Native

/// Each ours, then the same in C: what scripts/bench-micro divides.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput],
        warmupIterations: 20,
        scalingFactor: .kilo,
        maxDuration: .milliseconds(400),
        maxIterations: 10_000
    )
    guard let scandir = variable("MICRO_SCANDIR"), let lists = variable("MICRO_LISTS"), let tree = try? S6Path(scandir),
        let name = try? SlotName("web")
    else { return }
    let service = ScanDirectory(tree).service(name), path = "\(scandir)/web"

    Benchmark("decode a status") { benchmark in
        let record = statusRecord
        // What is kept is as small as what C's returns, since it is copied.
        for _ in benchmark.scaledIterations { blackHole(try ServiceStatus(decoding: record.span).pid) }
    }
    Benchmark("decode a status, in C") { benchmark in
        var decoded = floor_record()
        statusRecord.withUnsafeBufferPointer { record in
            for _ in benchmark.scaledIterations {
                blackHole(floor_decode(record.baseAddress, record.count, &decoded))
            }
        }
    }
    Benchmark("status") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(try service.status()) }
    }
    Benchmark("status, in C") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(floor_status(path)) }
    }

    // A thousand at a time would fill the FIFO.
    let quiet = Benchmark.Configuration(
        metrics: [.wallClock, .throughput],
        scalingFactor: .one,
        maxDuration: .milliseconds(400),
        maxIterations: 20_000
    )
    Benchmark("send", configuration: quiet) { benchmark in
        for _ in benchmark.scaledIterations { try service.send(.windowChange) }
    }
    Benchmark("send, in C", configuration: quiet) { benchmark in
        for _ in benchmark.scaledIterations { blackHole(floor_send(path, 0x79)) }
    }
    Benchmark("subscribe and drop", configuration: quiet) { benchmark in
        for _ in benchmark.scaledIterations { _ = try service.subscribe() }
    }
    Benchmark("subscribe and drop, in C", configuration: quiet) { benchmark in
        for _ in benchmark.scaledIterations { blackHole(floor_subscribe(path)) }
    }
    Benchmark("wake-up", configuration: quiet) { benchmark in
        var subscription = try service.events.subscribe()
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            blackHole(floor_notify(path, 0x75))
            blackHole(try subscription.next(before: .after(.seconds(5))))
        }
        benchmark.stopMeasurement()
    }
    Benchmark("wake-up, in C", configuration: quiet) { benchmark in
        for _ in benchmark.scaledIterations { blackHole(floor_wake(path)) }
    }
    for size in [10, 100, 1000, 5000] {
        guard let listed = try? S6Path("\(lists)/\(size)") else { continue }
        let directory = ScanDirectory(listed)
        Benchmark("list a scandir of \(size)", configuration: quiet) { benchmark in
            for _ in benchmark.scaledIterations { blackHole(try directory.list()) }
        }
        Benchmark("list a scandir of \(size), in C", configuration: quiet) { benchmark in
            for _ in benchmark.scaledIterations { blackHole(floor_list("\(lists)/\(size)")) }
        }
    }
}

/// One that an s6-supervise wrote: up, wanted up.
let statusRecord: [UInt8] =
    [0x40, 0, 0, 0, 0x6B, 0, 0xFE, 0x2E, 0x19, 0x97, 0x0B, 0xB1, 0x40, 0, 0, 0, 0x6B, 0, 0xFE, 0x2E, 0x19, 0x7D, 0xB5]
    + [0x7F, 0, 0, 0, 0, 0, 0, 0x6F, 0x28, 0, 0, 0x04]

func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
