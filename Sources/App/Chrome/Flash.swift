// A passing word in the status line, for what needs no answer and no place in the chat.

struct Flash: Equatable, Sendable {
    var text: String

    static let milliseconds = 5000
}

extension AppModel {
    mutating func say(_ text: String) -> [AppEffect] {
        flash = Flash(text: text)
        return [.startTimer(.flash, milliseconds: Flash.milliseconds)]
    }
}
