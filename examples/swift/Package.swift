// swift-tools-version: 6.3
import PackageDescription

/// Uses hermes-s6 as any package would, by its products; elsewhere the dependency is a URL in place of a path.
let package = Package(
    name: "hermes-s6-examples",
    dependencies: [.package(name: "hermes-s6", path: "../..")],
    targets: [
        .executableTarget(name: "restart", dependencies: [.product(name: "S6Native", package: "hermes-s6")]),
        .executableTarget(
            name: "watch",
            dependencies: [
                .product(name: "S6Native", package: "hermes-s6"),
                .product(name: "S6NativeAsync", package: "hermes-s6"),
            ]
        ),
        .executableTarget(
            name: "register",
            dependencies: [
                .product(name: "S6Native", package: "hermes-s6"),
                .product(name: "HermesGateways", package: "hermes-s6"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
