// A long conversation is restored by its end; what stands above comes when somebody scrolls there.

extension Conversation {
    /// Puts entries that were read later where their ids say, which count up from top to bottom. What is there is newer
    /// than what was read, and stays.
    mutating func showEarlier(_ earlier: [Entry], isPartial: Bool) {
        guard self.isPartial else { return }
        self.isPartial = isPartial
        let known = Set(entries.map(\.id))
        let new = earlier.filter { !known.contains($0.id) && $0.id < nextEntry }
        guard !new.isEmpty else { return }
        let places = [progressIndex, answerIndex, gapIndex].map { $0.map { entries[$0].id } }
        let tools = toolIndices.mapValues { entries[$0].id }
        entries = (new + entries).sorted { $0.id < $1.id }
        var index: [Int: Int] = [:]
        for (place, entry) in entries.enumerated() { index[entry.id] = place }
        progressIndex = places[0].flatMap { index[$0] }
        answerIndex = places[1].flatMap { index[$0] }
        gapIndex = places[2].flatMap { index[$0] }
        toolIndices = tools.compactMapValues { index[$0] }
    }
}
