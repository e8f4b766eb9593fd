// Bytes from the terminal become keys here, not in ncurses: so that paste, late bytes, replies of the terminal, kitty's
// keys and a quick Escape are ours to get right.

/// Decodes what a terminal sends, in pieces of any size.
///
/// The events do not depend on how the bytes were cut into pieces. Memory is bounded: a sequence keeps at most
/// `sequenceLimit` bytes, a paste `pasteLimit`.
///
/// Escape, and what begins like a sequence but may be Alt with a key (`ESC [`), is told apart by time: after `decode`,
/// if `isWaiting`, the loop waits a moment (25 ms is enough on one machine) and calls `timeout`. In the middle of a
/// sequence, a paste or a UTF-8 character nothing is guessed, however late the rest is.
public struct KeyDecoder: Equatable, Sendable {
    /// Bytes of a paste that are kept; the end of a longer one is lost, and `pasteCut` says so.
    public static let defaultPasteLimit = 8 << 20
    /// Bytes of a control sequence that are kept; a longer one is swallowed.
    public static let sequenceLimit = 256

    private enum State: Equatable, Sendable {
        case ground
        case character(UTF8Reading)
        case escape
        /// After `ESC [`; `isTooLong` when bytes were dropped.
        case control(isTooLong: Bool)
        /// After `ESC [ [`: the function keys of the Linux console.
        case consoleFunction
        /// After `ESC O`.
        case singleShift
        /// After `ESC ]`, `ESC P`, `ESC _`, `ESC ^`, `ESC X`, with that byte; nothing of the string yet.
        case stringStart(UInt8)
        /// In such a string: a reply that nobody reads. `isEnding` after an `ESC` in it.
        case string(UInt8, isEnding: Bool)
        /// After `ESC [ M`: the old form of mouse reports, three bytes that say what they like.
        case oldMouse
        case paste
    }

    private let sequences: KeySequences
    private var state = State.ground
    /// What was read of a sequence, from after its introducer.
    private var body: [UInt8] = []
    /// An `ESC` stood before the sequence: Alt.
    private var isAlt = false
    private var paste: PasteReading

    public init(sequences: KeySequences = KeySequences(), pasteLimit: Int = defaultPasteLimit) {
        self.sequences = sequences
        paste = PasteReading(limit: pasteLimit)
    }

    /// Whether what is read so far may be a key already: call `timeout` when nothing more comes.
    public var isWaiting: Bool {
        switch state {
        case .escape, .singleShift, .stringStart: true
        case .control: body.isEmpty
        default: false
        }
    }

    /// Takes what was read.
    public mutating func decode(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
        var events: [InputEvent] = []
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { bytes in
            for byte in bytes { take(byte, &events) }
        }
        if isDone == nil {
            for byte in bytes { take(byte, &events) }
        }
        return events
    }

    /// Nothing more came: what is there is a key.
    public mutating func timeout() -> [InputEvent] {
        guard isWaiting else { return [] }
        var events: [InputEvent] = []
        giveUp(&events)
        return events
    }

    private mutating func take(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch state {
        case .ground: takeGround(byte, &events)
        case .paste: takePaste(byte, &events)
        case .character(let reading): takeCharacter(byte, reading, &events)
        case .escape: takeEscape(byte, &events)
        case .control(let isTooLong): takeControl(byte, isTooLong, &events)
        case .consoleFunction:
            finish(&events, (0x41...0x45).contains(byte) ? Key(.function(Int(byte) - 0x40)) : nil)
        case .singleShift: takeSingleShift(byte, &events)
        case .stringStart(let kind): takeStringStart(byte, kind, &events)
        case .string(let kind, let isEnding): takeString(byte, kind, isEnding, &events)
        case .oldMouse:
            body.append(byte)
            if body.count == 3 {
                if let mouse = MouseReading.old(body) { events.append(.mouse(mouse)) }
                reset()
            }
        }
    }

    // MARK: Characters

    private mutating func takeGround(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch byte {
        case 0x1B:
            state = .escape
        case 0x80...:
            if let reading = UTF8Reading(lead: byte) {
                state = .character(reading)
            } else {
                emit(Key("\u{FFFD}"), &events)
            }
        default:
            emit(ControlKey.key(of: byte), &events)
        }
    }

    private mutating func takeCharacter(_ byte: UInt8, _ reading: UTF8Reading, _ events: inout [InputEvent]) {
        var reading = reading
        switch reading.take(byte) {
        case .more:
            state = .character(reading)
        case .scalar(let scalar):
            finish(&events, Key(Character(scalar)))
        case .invalid:
            finish(&events, Key("\u{FFFD}"))
            take(byte, &events)
        }
    }

    // MARK: Sequences

    private mutating func takeEscape(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch byte {
        case 0x1B:
            // Alt with a sequence, as rxvt sends it, or two Escapes: only the first of many is decided now.
            dropAlt(&events)
            isAlt = true
        case 0x5B: state = .control(isTooLong: false)
        case 0x4F: state = .singleShift
        case 0x5D, 0x50, 0x5F, 0x5E, 0x58: state = .stringStart(byte)
        default:
            if let key = sequences[[0x1B, byte]] { return finish(&events, key) }
            dropAlt(&events)
            isAlt = true
            state = .ground
            takeGround(byte, &events)
        }
    }

    private mutating func takeControl(_ byte: UInt8, _ isTooLong: Bool, _ events: inout [InputEvent]) {
        switch byte {
        case 0x24 where ControlSequence.isShiftedByRxvt(body):
            endControl(byte, &events)
        case 0x5B where body.isEmpty:
            state = .consoleFunction
        case 0x20...0x3F:
            if body.count < Self.sequenceLimit {
                body.append(byte)
            } else {
                state = .control(isTooLong: true)
            }
        case 0x40...0x7E:
            if !isTooLong { return endControl(byte, &events) }
            dropAlt(&events)
            reset()
        default:
            abandon(byte, &events)
        }
    }

    private mutating func endControl(_ final: UInt8, _ events: inout [InputEvent]) {
        if let key = sequences[[0x1B, 0x5B] + body + [final]] { return finish(&events, key) }
        switch ControlSequence(body: body, final: final).meaning {
        case .key(let key): finish(&events, key)
        case .event(let event):
            dropAlt(&events)
            events.append(event)
            reset()
        case .pasteStart:
            dropAlt(&events)
            reset()
            state = .paste
        case .oldMouse:
            dropAlt(&events)
            reset()
            state = .oldMouse
        case nil:
            dropAlt(&events)
            reset()
        }
    }

    private mutating func takeSingleShift(_ byte: UInt8, _ events: inout [InputEvent]) {
        switch byte {
        case 0x30...0x39 where body.count < 2:
            body.append(byte)
        case 0x21...0x7E:
            let key = sequences[[0x1B, 0x4F] + body + [byte]] ?? SingleShiftKey.key(of: byte, modifiers: body)
            finish(&events, key)
        default:
            abandon(byte, &events)
        }
    }

    private mutating func takeStringStart(_ byte: UInt8, _ kind: UInt8, _ events: inout [InputEvent]) {
        if TerminalReply.mayBegin(kind, with: byte) {
            dropAlt(&events)
            state = .string(kind, isEnding: false)
        } else {
            abandon(byte, &events)
        }
    }

    private mutating func takeString(_ byte: UInt8, _ kind: UInt8, _ isEnding: Bool, _ events: inout [InputEvent]) {
        switch byte {
        case 0x5C where isEnding: reset()
        case 0x07 where kind == 0x5D: reset()
        case 0x1B where !isEnding: state = .string(kind, isEnding: true)
        case _ where isEnding:
            // Another sequence began; the string was cut off.
            reset()
            state = .escape
            take(byte, &events)
        case 0x0D, 0x03, 0x18, 0x1A:
            // No reply holds these: the end was lost, and this is a key.
            reset()
            take(byte, &events)
        default: break
        }
    }

    /// A byte that cannot go on the sequence: what is there is a key or nothing, and the byte stands for itself.
    private mutating func abandon(_ byte: UInt8, _ events: inout [InputEvent]) {
        if isWaiting {
            giveUp(&events)
        } else {
            dropAlt(&events)
            reset()
        }
        take(byte, &events)
    }

    /// What follows is not a key, so the `ESC` before it was not Alt: somebody pressed Escape just then.
    private mutating func dropAlt(_ events: inout [InputEvent]) {
        if isAlt { events.append(.key(Key(.escape))) }
        isAlt = false
    }

    /// What is there is a key after all: Escape, or Alt with what looked like an introducer.
    private mutating func giveUp(_ events: inout [InputEvent]) {
        let key: Key
        switch state {
        case .escape: key = Key(.escape)
        case .control: key = .alt("[")
        case .singleShift: key = .alt("O")
        case .stringStart(let kind): key = .alt(Character(Unicode.Scalar(kind)))
        default: return
        }
        dropAlt(&events)
        events.append(.key(key))
        for digit in body { events.append(.key(Key(Character(Unicode.Scalar(digit))))) }
        reset()
    }

    // MARK: Paste

    private mutating func takePaste(_ byte: UInt8, _ events: inout [InputEvent]) {
        guard let pasted = paste.take(byte) else { return }
        events.append(.pasted(pasted.text))
        if pasted.lostBytes > 0 { events.append(.pasteCut(lostBytes: pasted.lostBytes)) }
        reset()
    }

    // MARK: Ends

    private mutating func emit(_ key: Key, _ events: inout [InputEvent]) {
        var key = key
        if isAlt { key.modifiers.insert(.alt) }
        isAlt = false
        events.append(.key(key))
    }

    /// The sequence is over; it was a key or nothing that we know.
    private mutating func finish(_ events: inout [InputEvent], _ key: Key?) {
        if let key { emit(key, &events) } else { dropAlt(&events) }
        reset()
    }

    private mutating func reset() {
        state = .ground
        isAlt = false
        body.removeAll(keepingCapacity: true)
    }
}
