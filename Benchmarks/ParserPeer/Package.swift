// swift-tools-version: 6.3
import PackageDescription

/// hermesctl's grammar as swift-argument-parser has it, to know what the parser alone costs at the start.
let package = Package(
    name: "parser-peer",
    dependencies: [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")],
    targets: [
        .executableTarget(
            name: "parser-peer",
            dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")]
        )
    ],
    swiftLanguageModes: [.v6]
)
