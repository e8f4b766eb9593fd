// Keys as the program would hear them, one read at a time, without its screen.
private import CNcurses
public import Screen

/// A stretch of time in which every key of a terminal is heard.
public struct KeySession {
    private let terminal: RawTerminal
    private let sequences: ControlSequences

    /// - Parameter name: `TERM`, whose description adds its key sequences.
    public init(_ terminal: RawTerminal, named name: String) {
        self.terminal = terminal
        let facts = TerminalFacts(named: name)
        sequences = ControlSequences(
            terminalName: name, cursorAddress: facts.isANSI ? "\u{1B}[" : "", usesMouse: false)
    }

    /// Asks for the same key modes as the program does, and hands over what comes until nothing did for so long.
    ///
    /// - Parameter hear: the bytes, and what they mean; false ends it.
    public func run(patience: Duration = .seconds(10), hear: ([UInt8], [InputEvent]) -> Bool) {
        guard terminal.begin(farewell: sequences.leave) else { return }
        defer { terminal.end() }
        terminal.write(sequences.enter)
        var decoder = KeyDecoder(sequences: KeyCapabilities.read { cn_terminfo_string($0).map { String(cString: $0) } })
        var pending: [UInt8] = []
        while true {
            let bytes = terminal.read(within: decoder.isWaiting ? .milliseconds(25) : patience)
            if bytes?.isEmpty == true { return }
            var events: [InputEvent]
            if let bytes {
                pending += bytes
                events = decoder.decode(bytes)
                // The rest of a sequence belongs to the same row.
                if events.isEmpty { continue }
            } else if decoder.isWaiting {
                events = decoder.timeout()
            } else {
                return
            }
            let heard = pending
            pending = []
            if !hear(heard, events) { return }
        }
    }
}
