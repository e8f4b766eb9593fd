// Our own folder on the disk, the ways to a clipboard, and who answers, as rows.

/// What was found where our files live.
public struct DiskSurvey: Equatable, Sendable {
    /// The folder of conversations and journals, as people write it.
    public var path: String
    /// It is there; else it is made when it is needed, if `canWrite`.
    public var isThere: Bool
    public var canWrite: Bool
    /// Permission bits; nil where it is not there.
    public var mode: UInt32?
    /// Somebody else owns it.
    public var isForeign = false
    /// Bytes that we could still write there; nil where the system does not say.
    public var freeBytes: Int?
    /// Of this folder's journal and conversations.
    public var journalBytes: Int
    public var conversationBytes: Int

    public init(
        path: String, isThere: Bool, canWrite: Bool, mode: UInt32?, freeBytes: Int?, journalBytes: Int = 0,
        conversationBytes: Int = 0
    ) {
        (self.path, self.isThere, self.canWrite, self.mode) = (path, isThere, canWrite, mode)
        (self.freeBytes, self.journalBytes, self.conversationBytes) = (freeBytes, journalBytes, conversationBytes)
    }

    /// Less than this is a remark: a write keeps both states of every file, twice for a moment.
    static let little = 256 << 20

    public var rows: [DoctorRow] {
        [state, space, DoctorRow("kept here", .passed, kept)].compactMap(\.self)
    }

    private var state: DoctorRow {
        if isForeign {
            return DoctorRow(
                "state", .failed, "\(path) belongs to another user, so nothing is kept.",
                advice: "Was the program run with sudo? sudo chown -R \"$USER\" \(path)")
        }
        guard canWrite else {
            return DoctorRow(
                "state", .failed, "\(path) can't be written, so no conversation and no undo is kept.",
                advice: isThere ? "chmod 700 \(path)" : "Make it, or set XDG_STATE_HOME to a folder of yours.")
        }
        if let mode, mode & 0o077 != 0 {
            return DoctorRow(
                "state", .remark, "Others can read \(path), where your conversations are.", advice: "chmod 700 \(path)")
        }
        return DoctorRow(
            "state", .passed,
            isThere ? "\(path) is writable, and yours alone" : "\(path) will be made when it is needed")
    }

    private var space: DoctorRow? {
        guard let freeBytes else { return nil }
        guard freeBytes >= Self.little else {
            return DoctorRow(
                "space", .remark, "\(Self.amount(freeBytes)) are free, which is little.",
                advice: "A write keeps both states of every file. Make room before you accept a large change.")
        }
        return DoctorRow("space", .passed, "\(Self.amount(freeBytes)) free")
    }

    private var kept: String {
        "journal \(Self.amount(journalBytes)), conversations \(Self.amount(conversationBytes))"
    }

    /// `12 kB`, `3.4 GB`: powers of 1,000.
    static func amount(_ bytes: Int) -> String {
        var (value, unit) = (Double(max(0, bytes)), 0)
        while value >= 1_000, unit < 4 { (value, unit) = (value / 1_000, unit + 1) }
        return (unit > 0 && value < 10 ? fixed(value, 1) : "\(Int(value))") + " " + ["B", "kB", "MB", "GB", "TB"][unit]
    }
}

/// Ways that a copied text can leave by, in the order in which they are tried.
public struct ClipboardSurvey: Equatable, Sendable {
    /// Programs that are there.
    public var programs: [String]
    /// The terminal may be asked with OSC 52.
    public var asksTerminal: Bool
    /// Over SSH without a display of one's own, programs of this machine reach this machine's clipboard.
    public var isRemote: Bool

    public init(programs: [String], asksTerminal: Bool, isRemote: Bool) {
        (self.programs, self.asksTerminal, self.isRemote) = (programs, asksTerminal, isRemote)
    }

    public var row: DoctorRow {
        let ways = programs + (asksTerminal ? ["the terminal (OSC 52)"] : [])
        guard !ways.isEmpty else {
            return DoctorRow(
                "clipboard", .remark,
                "A copy goes into a file: there is no program for it, and the terminal takes none.",
                advice: "Install wl-clipboard or xclip, or work in tmux.")
        }
        let advice = asksTerminal && programs.isEmpty
        var row = DoctorRow("clipboard", .passed, ways.joined(separator: ", "))
        if advice {
            row.advice = [
                isRemote
                    ? "Over SSH the terminal is the way; some ask you to allow it in their settings."
                    : "If a copy does not arrive, allow OSC 52 in the terminal's settings, or install wl-clipboard or xclip."
            ]
        }
        return row
    }
}
