// swift-tools-version: 6.2
// A package of its own, so that the program's package has no target that only benches use.
import PackageDescription

let package = Package(
    name: "realtime-bench",
    dependencies: [.package(name: "oropendola", path: "../..")],
    targets: [
        .executableTarget(
            name: "RealtimeBench",
            dependencies: [
                .product(name: "SocketIOClient", package: "oropendola"),
                .product(name: "TaskMachine", package: "oropendola"),
            ],
            swiftSettings: [
                .treatAllWarnings(as: .error),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
