// An engine for each user, so that what one keeps between requests can never be another's.

import JSON

/// Makes an engine for each user when he first asks, and hands his requests to it.
public actor EnginePerUser: Engine {
    private struct Entry {
        var engine: any Engine
        var used: Int
    }

    private let make: @Sendable (_ user: String) -> any Engine
    private let limit: Int
    private var entries: [String: Entry] = [:]
    private var uses = 0

    /// - Parameters:
    ///   - limit: engines that are kept; the one that was asked longest ago goes, with what it knew.
    ///   - make: called once for each user, and again when his engine had to go.
    public init(limit: Int = 1_000, _ make: @escaping @Sendable (_ user: String) -> any Engine) {
        self.limit = limit
        self.make = make
    }

    public func reply(
        to request: EngineRequest, publish: @Sendable (EngineEvent) async -> Void
    ) async -> EngineReply {
        await engine(of: request.user).reply(to: request, publish: publish)
    }

    private func engine(of user: String) -> any Engine {
        uses += 1
        let entry = entries[user] ?? Entry(engine: make(user), used: uses)
        entries[user] = Entry(engine: entry.engine, used: uses)
        if entries.count > limit, let oldest = entries.min(by: { $0.value.used < $1.value.used }) {
            entries[oldest.key] = nil
        }
        return entry.engine
    }
}
