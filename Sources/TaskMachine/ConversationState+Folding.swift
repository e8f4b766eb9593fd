// Records in the order in which they were kept add up to the conversation again.

extension ConversationState {
    /// Takes one record in. A record about what is not there changes nothing.
    public mutating func apply(_ record: ConversationRecord) {
        switch record {
        case .entry(let entry):
            let place = place(of: entry.id)
            if place < entries.count, entries[place].id == entry.id {
                entries[place] = entry
            } else {
                entries.insert(entry, at: place)
            }
        case .removed(let id):
            let place = place(of: id)
            if place < entries.count, entries[place].id == id { entries.remove(at: place) }
        case .message(let message, let number):
            // The file was read from its middle, or has a hole: what comes before belongs to nothing that follows.
            if history.isEmpty || number > firstMessage + history.count {
                history = []
                firstMessage = number
            }
            guard number >= firstMessage else { return }
            if number == firstMessage + history.count {
                history.append(message)
            } else {
                history[number - firstMessage] = message
            }
        case .note(let note): self.note = note
        case .rewound(let entry, let message):
            entries.removeSubrange(place(of: entry)...)
            if message <= firstMessage { history = [] } else { history = Array(history.prefix(message - firstMessage)) }
        }
    }

    /// Where an entry with this id stands or would stand.
    private func place(of id: Int) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
