// The one place where the version stands.

enum AppVersion {
    static let text = "0.1.0"
}
