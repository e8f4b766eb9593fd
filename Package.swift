// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is held to the same language rules; `docs/ARCHITECTURE.md` says why.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func target(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let log = Target.Dependency.product(name: "Logging", package: "swift-log")

func nio(_ product: String) -> Target.Dependency { .product(name: product, package: "swift-nio") }

let package = Package(
    name: "oropendola",
    products: [
        .executable(name: "oropendola", targets: ["oropendola"]),
        .library(
            name: "SocketIOClient",
            targets: ["SocketIO", "SocketIOClient", "Transport", "NIOTransport", "JSON"]),
        .library(name: "TaskMachine", targets: ["TaskMachine"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // Pure: no I/O, no clock, no randomness, no Foundation.
        target("JSON"),
        target("Screen"),
        target("ChangeReview"),
        target("Syntax"),
        target("Matching"),
        target("Settings", ["Matching", "Screen", "ModelAgent"]),
        target("SocketIO", ["JSON"]),
        target("ModelWire", ["JSON"]),
        target("ModelAgent", ["ModelWire", "JSON"]),
        target("TaskMachine", ["JSON", "ChangeReview"]),
        target("Scenarios", ["JSON", "Matching", "TaskMachine"]),
        .systemLibrary(name: "CCmarkGFM"),
        target("Markdown", ["CCmarkGFM"]),
        target(
            "App", ["Screen", "TaskMachine", "ChangeReview", "Syntax", "Markdown", "Matching", "JSON", "Settings"]),

        target("Recordings", ["App", "Screen", "TaskMachine", "ChangeReview", "JSON", "Settings"]),

        // Files that are part of the program.
        .target(
            name: "Resources", path: "Resources", exclude: ["serve"], resources: [.embedInCode("Scenarios")],
            swiftSettings: strict),

        // Rim: touches the world.
        .target(name: "CNcurses", linkerSettings: [.linkedLibrary("ncursesw")]),
        target("Terminal", ["CNcurses", "Screen"]),
        .target(name: "CIdlePool"),
        .systemLibrary(name: "CZlib"),
        .systemLibrary(name: "CAttributes"),
        target("Storage", ["JSON", "CZlib", "CAttributes"]),
        target(
            "Workspace",
            [
                "Storage", "ChangeReview", "TaskMachine", "Matching", "JSON",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ]),
        target("Transport"),
        target(
            "NIOTransport",
            [
                "Transport", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOTLS"), nio("NIOWebSocket"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOSOCKS", package: "swift-nio-extras"),
            ]),
        target("SocketIOClient", ["SocketIO", "Transport", "JSON", log]),
        target("Backend", ["SocketIOClient", "SocketIO", "TaskMachine", "Transport", "JSON", log]),
        target(
            "LocalBackend",
            [
                "Scenarios", "SocketIO", "ModelWire", "ModelAgent", "Matching", "Transport", "JSON", "Storage", log,
                nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOWebSocket"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        target(
            "Console",
            [
                "Backend", "SocketIOClient", "SocketIO", "TaskMachine", "Transport", "Screen", "Matching", "JSON",
                "Settings", "Scenarios",
            ]),
        .executableTarget(
            name: "oropendola",
            dependencies: [
                "Console", "SocketIOClient", "SocketIO", "Transport", "App", "Screen", "TaskMachine", "ChangeReview",
                "JSON", "Settings", "Matching", "Terminal", "Storage", "Workspace", "ModelWire",
                "NIOTransport", "Backend", "LocalBackend", "Scenarios", "Resources", "Recordings", "CIdlePool", log,
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // Built with the tests, which run it; no product.
        .executableTarget(
            name: "SocketIOChat", dependencies: ["SocketIOClient", "SocketIO", "NIOTransport", "JSON"],
            path: "Examples/SocketIOChat", swiftSettings: strict),

        // Tests.
        target("TestSupport", ["Screen"]),
        tests("JSONTests", ["JSON", "TestSupport"]),
        tests("SettingsTests", ["Settings", "Screen", "TestSupport"]),
        tests("ScreenTests", ["Screen", "TestSupport"]),
        tests("ChangeReviewTests", ["ChangeReview", "TestSupport"]),
        tests("SyntaxTests", ["Syntax", "TestSupport"]),
        tests("MatchingTests", ["Matching", "TestSupport"]),
        tests("SocketIOTests", ["SocketIO", "JSON", "TestSupport"]),
        tests("ModelWireTests", ["ModelWire", "JSON", "TestSupport"]),
        tests("TaskMachineTests", ["TaskMachine", "ChangeReview", "JSON", "TestSupport"]),
        tests("ScenariosTests", ["Scenarios", "Resources", "JSON", "TaskMachine", "TestSupport"]),
        tests("ModelAgentTests", ["ModelAgent", "ModelWire", "JSON", "TestSupport"]),
        tests("MarkdownTests", ["Markdown", "TestSupport"]),
        tests(
            "AppTests",
            [
                "App", "Screen", "TaskMachine", "ChangeReview", "Syntax", "Markdown", "Matching", "JSON", "Settings",
                "AppFuzz", "TestSupport",
            ]),
        .target(
            name: "AppFuzz",
            dependencies: ["App", "Screen", "TaskMachine", "ChangeReview", "JSON", "Settings", "TestSupport"],
            path: "Tests/AppFuzz", swiftSettings: strict),
        tests(
            "RecordingsTests",
            [
                "Recordings", "App", "Screen", "TaskMachine", "ChangeReview", "JSON", "Settings", "AppFuzz",
                "TestSupport",
            ]),
        .executableTarget(
            name: "AppFuzzer", dependencies: ["AppFuzz", "TestSupport"], path: "Tests/AppFuzzer",
            swiftSettings: strict),
        .executableTarget(
            name: "TerminalProbe", dependencies: ["Terminal", "Screen"], path: "Tests/TerminalProbe",
            swiftSettings: strict),
        tests("TerminalTests", ["Terminal", "Screen", "TerminalProbe", "TestSupport"]),
        .target(
            name: "FileDoubles", dependencies: ["Storage", "ChangeReview"], path: "Tests/FileDoubles",
            swiftSettings: strict),
        .executableTarget(
            name: "WorkspaceWriter", dependencies: ["Workspace", "Storage", "ChangeReview", "FileDoubles"],
            path: "Tests/WorkspaceWriter", swiftSettings: strict),
        .executableTarget(
            name: "ConversationWriter", dependencies: ["Workspace", "TaskMachine"], path: "Tests/ConversationWriter",
            swiftSettings: strict),
        tests("StorageTests", ["Storage", "JSON", "FileDoubles", "TestSupport"]),
        tests(
            "WorkspaceTests",
            [
                "Workspace", "Storage", "ChangeReview", "TaskMachine", "JSON", "FileDoubles", "WorkspaceWriter",
                "ConversationWriter", "TestSupport",
            ]),
        tests(
            "TransportTests",
            [
                "Transport", "NIOTransport", "TestSupport", nio("NIOCore"), nio("NIOPosix"), nio("NIOTLS"),
                nio("NIOEmbedded"), nio("NIOWebSocket"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        tests(
            "SocketIOClientTests",
            ["SocketIOClient", "SocketIO", "Transport", "NIOTransport", "JSON", "TestSupport", log]),
        tests(
            "BackendTests",
            ["Backend", "SocketIOClient", "SocketIO", "Transport", "TaskMachine", "JSON", "TestSupport", log]),
        tests(
            "ConsoleTests",
            [
                "Console", "Backend", "SocketIOClient", "SocketIO", "Transport", "TaskMachine", "Screen", "JSON",
                "Settings", "TestSupport",
            ]),
        .target(
            name: "ServerDoubles", dependencies: ["LocalBackend", "SocketIO", "JSON", "TestSupport"],
            path: "Tests/ServerDoubles",
            swiftSettings: strict),
        tests(
            "LocalBackendTests",
            [
                "LocalBackend", "Scenarios", "ServerDoubles", "Backend", "SocketIOClient", "SocketIO", "ModelWire",
                "ModelAgent", "NIOTransport", "Transport", "TaskMachine", "Storage", "JSON", "TestSupport", log,
            ]),
        tests(
            "FaultTableTests",
            [
                "App", "Screen", "Backend", "LocalBackend", "Scenarios", "NIOTransport", "Transport", "TaskMachine",
                "ChangeReview",
                "Workspace", "Storage", "JSON", "TestSupport", log,
            ]),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "LocalBackend", "Scenarios", "ServerDoubles", "SocketIOClient", "SocketIO", "ModelWire", "NIOTransport",
                "Transport", "JSON", "TestSupport",
            ],
            exclude: ["Python"], swiftSettings: strict),
        .target(
            name: "RealtimeFuzz", dependencies: ["SocketIO", "TaskMachine", "JSON", "TestSupport"],
            path: "Tests/RealtimeFuzz", swiftSettings: strict),
        .executableTarget(
            name: "RealtimeFuzzer", dependencies: ["RealtimeFuzz", "TestSupport"], path: "Tests/RealtimeFuzzer",
            swiftSettings: strict),
        tests(
            "RobustnessTests",
            [
                "RealtimeFuzz", "ReviewFuzz", "LocalBackend", "ServerDoubles", "SocketIOClient", "SocketIO",
                "NIOTransport",
                "Transport", "JSON", "TestSupport",
            ]),
        .target(
            name: "ReviewFuzz", dependencies: ["ChangeReview", "Workspace", "TestSupport"], path: "Tests/ReviewFuzz",
            swiftSettings: strict),
        .executableTarget(
            name: "ReviewFuzzer", dependencies: ["ReviewFuzz", "TestSupport"], path: "Tests/ReviewFuzzer",
            swiftSettings: strict),
        tests(
            "ProgramTests",
            [
                "oropendola", "App", "ChangeReview", "Console", "JSON", "LocalBackend", "ModelWire", "Screen",
                "Settings",
                "Storage", "Terminal",
                "TestSupport",
            ]),
        tests("LayeringTests", ["TestSupport"]),
        tests("EndToEndTests", ["LocalBackend", "Scenarios", "Screen", "ServerDoubles", "TestSupport", "JSON"]),
    ],
    swiftLanguageModes: [.v6]
)
