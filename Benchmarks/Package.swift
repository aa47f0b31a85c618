// swift-tools-version: 6.3
import PackageDescription

/// A package of its own, so that nothing of it enters the product or its dependencies.
let package = Package(
    name: "hermes-s6-benchmarks",
    dependencies: [.package(name: "hermes-s6", path: "..")],
    targets: [
        .target(
            name: "CFloor",
            cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
        ),
        .executableTarget(
            name: "figures",
            dependencies: [
                "CFloor", .product(name: "S6Native", package: "hermes-s6"),
                .product(name: "HermesGateways", package: "hermes-s6"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)
