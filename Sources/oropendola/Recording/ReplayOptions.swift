// `--record FILE`, and `--replay FILE --speed N`: what is recorded, what is played again, and how fast.
import ArgumentParser

/// Of whatever opens the chat.
struct RecordOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Record the session in this new file, for a bug report or to play it again (docs/RECORDINGS.md).",
            valueName: "file"),
        completion: .file())
    var record: String?
}

struct ReplayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Play this recording again: the same screens at the same times; nothing is sent, run or written.",
            valueName: "file"),
        completion: .file())
    var replay: String?

    @Option(
        help: ArgumentHelp(
            "How fast --replay plays: 2 is twice as fast, max (or 0) as fast as it goes.", valueName: "n|max"),
        transform: { word in
            guard let speed = ReplaySpeed(word) else {
                throw ValidationError("'\(word)' is no speed: a number, or max.")
            }
            return speed
        })
    var speed = ReplaySpeed(factor: 1)
}

/// How much faster than it was.
struct ReplaySpeed {
    /// nil: as fast as it goes.
    var factor: Double?

    init(factor: Double?) { self.factor = factor }

    init?(_ word: String) {
        if word == "max" || word == "0" {
            factor = nil
        } else {
            guard let number = Double(word), number.isFinite, number > 0 else { return nil }
            factor = number
        }
    }
}
