// A model that is stuck makes the same call again and again.

import JSON

/// How often in a row the same was asked for.
struct Repetition: Equatable, Sendable {
    private var action = ""
    private var arguments: String?
    private(set) var times = 0

    /// Counts a call; aliases are one action.
    mutating func count(_ call: ToolCall) {
        let action = call.tool?.name ?? call.action
        let arguments = call.arguments.description
        if self.arguments == arguments, self.action == action {
            times += 1
        } else {
            self.action = action
            self.arguments = arguments
            times = 1
        }
    }

    /// The user let it go on.
    mutating func allow() { times = 0 }
}
