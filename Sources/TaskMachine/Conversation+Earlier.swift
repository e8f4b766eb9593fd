// A long conversation is restored by its end; what stands above comes when somebody scrolls there.

extension Conversation {
    /// Puts entries that were read later above the others. What is there already, or is not older, is left out.
    mutating func showEarlier(_ earlier: [Entry], isPartial: Bool) {
        guard self.isPartial else { return }
        self.isPartial = isPartial
        let first = entries.first?.id ?? nextEntry
        let new = earlier.filter { $0.id < first }
        guard !new.isEmpty else { return }
        entries.insert(contentsOf: new, at: 0)
        progressIndex = progressIndex.map { $0 + new.count }
        answerIndex = answerIndex.map { $0 + new.count }
        gapIndex = gapIndex.map { $0 + new.count }
        toolIndices = toolIndices.mapValues { $0 + new.count }
    }
}
