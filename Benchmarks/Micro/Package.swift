// swift-tools-version: 6.3
import PackageDescription

/// The operations one by one, within a process, beside the same system calls in C: see scripts/bench-micro.
let package = Package(
    name: "hermes-s6-micro",
    dependencies: [
        .package(name: "hermes-s6", path: "../.."),
        .package(name: "hermes-s6-benchmarks", path: ".."),
        // Without what counts allocations by taking the place of malloc: `figures` counts them.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "Control",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "CFloor", package: "hermes-s6-benchmarks"),
                .product(name: "S6Native", package: "hermes-s6"),
            ],
            path: "Benchmarks/Control",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        )
    ],
    swiftLanguageModes: [.v6]
)
