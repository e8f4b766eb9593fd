// A history folded into one text, for a server that takes a prompt and forgets it.

import TaskMachine

/// The newest messages as far as they have room; what was left out is said where it would stand.
struct HistoryFold: Equatable {
    /// Bytes of the whole text, and of one message in it.
    static let maximumBytes = 48_000
    static let maximumMessageBytes = 12_000

    /// The user's latest words, and that they were begun on where tools ran since.
    let prompt: String
    /// All before; empty when there is nothing.
    let text: String

    init(_ messages: [ChatMessage]) {
        let last = messages.lastIndex { $0.role == .user && !Self.isToolResult($0) && !Self.isThePrograms($0) }
        let words = last.map { messages[$0].content } ?? messages.last?.content ?? ""
        let isUnderWay = last.map { $0 < messages.count - 1 } ?? false
        prompt = isUnderWay ? words + "\n\n" + Self.goOn : words

        // What is the system's stays, whatever goes.
        let system = messages.filter { $0.role == .system }.map(\.content)
        let said = messages.enumerated().filter { $0.element.role != .system && ($0.offset != last || isUnderWay) }
        var room = Self.maximumBytes
        var kept: [String] = []
        for (_, message) in said.reversed() {
            let part = Self.part(message)
            guard part.utf8.count <= room else { break }
            room -= part.utf8.count
            kept.append(part)
        }
        let left = said.count - kept.count
        let gap = left == 0 ? [] : ["[earlier messages that are left out here: \(left)]"]
        text = (system + gap + kept.reversed()).joined(separator: "\n\n")
    }

    private static let goOn =
        "(You have begun on this. What you said, the tools you called and their results are in the context under "
        + "\"conversation\", the newest last. Go on from there.)"

    /// As the task writes them (docs/PROTOCOL.md).
    private static func isToolResult(_ message: ChatMessage) -> Bool { message.content.hasPrefix("[tool_result ") }

    /// What the program says in the user's name: go on, results are lost.
    private static func isThePrograms(_ message: ChatMessage) -> Bool { message.content.hasPrefix("[program] ") }

    private static func part(_ message: ChatMessage) -> String {
        let speaker =
            switch message.role {
            case .assistant: "Assistant"
            case .system: "System"
            case .user: isToolResult(message) ? "Tool" : "User"
            }
        return "\(speaker): \(cut(message.content))"
    }

    /// 70 % of what has room from the head, 30 % from the tail.
    private static func cut(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.count > maximumMessageBytes else { return text }
        var head = maximumMessageBytes * 7 / 10
        var tail = bytes.count - maximumMessageBytes * 3 / 10
        // Not in the middle of a character.
        while head > 0, bytes[head] & 0xC0 == 0x80 { head -= 1 }
        while tail < bytes.count, bytes[tail] & 0xC0 == 0x80 { tail += 1 }
        let (front, back) = (
            String(decoding: bytes[..<head], as: UTF8.self), String(decoding: bytes[tail...], as: UTF8.self)
        )
        return "\(front)\n[bytes that are left out here: \(tail - head)]\n\(back)"
    }
}
