// swift-tools-version: 6.3
import PackageDescription

/// A package of its own, so that nothing of it enters the product or its dependencies.
let package = Package(
    name: "hermes-s6-benchmarks",
    products: [
        .library(name: "CFloor", targets: ["CFloor"]), .library(name: "CAllocations", targets: ["CAllocations"]),
    ],
    dependencies: [
        .package(name: "hermes-s6", path: ".."),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        .target(
            name: "CFloor",
            cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
        ),
        .target(
            name: "CAllocations",
            cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
        ),
        .target(
            name: "Measuring",
            dependencies: ["CFloor", .product(name: "Histogram", package: "hdrhistogram-swift")]
        ),
        .executableTarget(
            name: "figures",
            dependencies: [
                "CFloor", "CAllocations", "Measuring", .product(name: "S6Native", package: "hermes-s6"),
                .product(name: "HermesGateways", package: "hermes-s6"),
            ]
        ),
        .executableTarget(
            name: "hermes-bench",
            dependencies: [
                "CFloor", "Measuring", .product(name: "S6Native", package: "hermes-s6"),
                .product(name: "HermesGateways", package: "hermes-s6"),
            ]
        ),
        .executableTarget(
            name: "gate",
            dependencies: ["CFloor", "Measuring", .product(name: "S6Native", package: "hermes-s6")]
        ),
        .testTarget(name: "BenchTests", dependencies: ["hermes-bench", "Measuring"]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)
