// swift-tools-version: 6.3
import PackageDescription

/// What every Swift target of this package is compiled with.
let house: [SwiftSetting] = [
    .strictMemorySafety(),  // SE-0458
    .treatWarning("StrictMemorySafety", as: .error),  // SE-0480
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
    .enableUpcomingFeature("InferIsolatedConformances"),  // SE-0470
    .enableUpcomingFeature("ImmutableWeakCaptures"),  // SE-0481
]

/// Lets Swift see `__counted_by` buffers of the shim as spans.
///
/// If the feature goes away, the shim's few span-taking calls get one-line wrappers in `S6Native/System`.
let shimUser: [SwiftSetting] = house + [.enableExperimentalFeature("SafeInteropWrappers")]

/// Tests look at memory as they like; everything else holds for them too.
let tests: [SwiftSetting] = Array(house.dropFirst(2))

/// No `unsafeFlags` here, they would bar the package from being a dependency: link flags are in scripts/.
let package = Package(
    name: "hermes-s6",
    products: [
        .library(name: "S6Native", targets: ["S6Native"]),
        .library(name: "S6NativeAsync", targets: ["S6NativeAsync"]),
        .library(name: "HermesGateways", targets: ["HermesGateways"]),
        .executable(name: "hermesctl", targets: ["hermesctl"]),
    ],
    targets: [
        .target(
            name: "CS6Shim",
            cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
        ),
        .target(name: "S6Native", dependencies: ["CS6Shim"], swiftSettings: shimUser),

        // For tasks: one thread that tells them. No program of ours has it in it.
        .target(name: "S6NativeAsync", dependencies: ["CS6Shim", "S6Native"], swiftSettings: shimUser),

        .target(name: "HermesGateways", dependencies: ["S6Native"], swiftSettings: house),

        // The C ABI. libs6native.so is the same sources compiled Embedded, in one module: scripts/build-library.
        .systemLibrary(name: "CS6Native"),
        .target(
            name: "S6NativeC",
            dependencies: ["CS6Native", "HermesGateways", "S6Native"],
            swiftSettings: shimUser
        ),
        .target(
            name: "CProcessStart",
            cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
        ),
        .target(
            name: "HermesCommands",
            dependencies: ["CProcessStart", "HermesGateways", "PermCore", "PermPolicy", "S6Native", "CS6Shim"],
            swiftSettings: shimUser
        ),

        // The permission bridge. What carries a bit is linked by scripts/build-perm, on an entry point of its own.
        .target(
            name: "CPermEntry",
            exclude: ["entry.c"],
            cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]
        ),
        .target(name: "PermCore", dependencies: ["CPermEntry"], swiftSettings: shimUser),
        .target(name: "PermHelper", dependencies: ["PermCore", "CPermEntry"], swiftSettings: shimUser),
        .target(name: "PermBroker", dependencies: ["PermCore", "CPermEntry"], swiftSettings: shimUser),
        .target(name: "PermPolicy", dependencies: ["PermCore", "S6Native"], swiftSettings: house),

        // Root's tool at boot. libcap and libacl are linked here and nowhere else.
        .target(
            name: "CGrant",
            cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("cap"), .linkedLibrary("acl")]
        ),
        .target(
            name: "PermGrant",
            dependencies: ["CGrant", "PermCore", "PermPolicy", "HermesGateways", "S6Native"],
            swiftSettings: shimUser
        ),
        .executableTarget(name: "perm-grant", dependencies: ["PermGrant"], swiftSettings: house),

        .executableTarget(name: "hermesctl", dependencies: ["HermesCommands"], swiftSettings: house),

        .target(name: "LiveTree", path: "Tests/LiveTree", swiftSettings: tests),
        .target(
            name: "LiveServices",
            dependencies: ["S6Native", "LiveTree"],
            path: "Tests/LiveServices",
            swiftSettings: tests
        ),
        .testTarget(name: "ProtocolTests", dependencies: ["S6Native"], swiftSettings: tests),
        .testTarget(
            name: "HermesCommandsTests",
            dependencies: ["HermesCommands", "PermCore", "PermPolicy", "S6Native"],
            swiftSettings: tests
        ),
        .testTarget(
            name: "GatewayTests",
            dependencies: ["HermesGateways", "HermesCommands", "S6Native", "LiveServices", "LiveTree"],
            swiftSettings: tests
        ),
        .testTarget(
            name: "PermTests",
            dependencies: ["PermCore", "PermPolicy", "S6Native"],
            swiftSettings: tests
        ),
        .executableTarget(name: "adversary", dependencies: ["CPermEntry"], path: "Tests/Adversary"),
        .testTarget(
            name: "SecurityTests",
            dependencies: ["LiveTree"],
            path: "Tests/Security",
            exclude: ["world.sh", "userns.pl", "Golden"],
            swiftSettings: tests
        ),
        .testTarget(name: "ConformanceTests", dependencies: ["S6Native", "LiveTree"], swiftSettings: tests),
        .testTarget(name: "RootTests", dependencies: ["HermesGateways", "S6Native", "LiveTree"], swiftSettings: tests),
        .testTarget(
            name: "AsyncTests",
            dependencies: ["S6NativeAsync", "S6Native", "LiveServices", "LiveTree"],
            swiftSettings: tests
        ),
        .testTarget(
            name: "LiveTests",
            dependencies: ["HermesCommands", "S6Native", "LiveServices", "LiveTree"],
            swiftSettings: tests
        ),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)

// Who reads the documentation needs its plugin, who depends on this package does not: scripts/documentation.
if Context.environment["HERMES_S6_DOCUMENTATION"] != nil {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", exact: "1.5.0"))
}
