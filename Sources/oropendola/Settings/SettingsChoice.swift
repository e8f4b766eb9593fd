// Which source wins is swift-configuration's to say; our layers are its providers, since its own JSON knows neither
// comments nor places.
import Configuration
import Settings
import Synchronization

enum SettingsChoice {
    /// Of each setting the value of the first layer that has it.
    static func entries(of layers: [SettingsLayer]) -> [SettingName: SettingsLayer.Entry] {
        guard layers.contains(where: { !$0.entries.isEmpty }) else { return [:] }
        let winner = Winner()
        let providers = layers.enumerated().map { SettingsProvider(providerName: "\($0.offset)", layer: $0.element) }
        let reader = ConfigReader(providers: providers, accessReporter: winner)
        var entries: [SettingName: SettingsLayer.Entry] = [:]
        for name in SettingName.allCases where reader.string(forKey: ConfigKey([name.rawValue])) != nil {
            if let layer = winner.layer { entries[name] = layers[layer].entries[name] }
        }
        return entries
    }
}

/// One of our layers. Values go as text: what is theirs in truth stands in the layer.
private struct SettingsProvider: ConfigProvider, ConfigSnapshot {
    /// The layer's number.
    let providerName: String
    let layer: SettingsLayer

    func value(forKey key: AbsoluteConfigKey, type: ConfigType) throws -> LookupResult {
        let name = key.components.joined(separator: ".")
        let entry = SettingName(rawValue: name).flatMap { layer.entries[$0] }
        return LookupResult(
            encodedKey: name, value: entry.map { ConfigValue(.string($0.value.plain), isSecret: false) })
    }

    func fetchValue(forKey key: AbsoluteConfigKey, type: ConfigType) async throws -> LookupResult {
        try value(forKey: key, type: type)
    }

    func watchValue<Return: ~Copyable>(
        forKey key: AbsoluteConfigKey, type: ConfigType,
        updatesHandler: (
            _ updates: ConfigUpdatesAsyncSequence<Result<LookupResult, any Error>, Never>
        ) async throws -> Return
    ) async throws -> Return {
        try await watchValueFromValue(forKey: key, type: type, updatesHandler: updatesHandler)
    }

    func snapshot() -> any ConfigSnapshot { self }

    func watchSnapshot<Return: ~Copyable>(
        updatesHandler: (_ updates: ConfigUpdatesAsyncSequence<any ConfigSnapshot, Never>) async throws -> Return
    ) async throws -> Return {
        try await watchSnapshotFromSnapshot(updatesHandler: updatesHandler)
    }
}

/// Remembers which provider gave the latest value.
private final class Winner: AccessReporter {
    private let latest = Mutex<Int?>(nil)

    var layer: Int? { latest.withLock { $0 } }

    func report(_ event: AccessEvent) {
        let first = event.providerResults.first { ((try? $0.result.get())?.value) != nil }
        latest.withLock { $0 = first.flatMap { Int($0.providerName) } }
    }
}
