// The program's own remarks about a turn, in words for people.

internal import TaskMachine

extension Words {
    static func text(of remark: Remark) -> String {
        switch remark.kind {
        case .omitted:
            "\(counted(remark.count, "older message")) \(remark.count == 1 ? "is" : "are") not sent any more "
                + "(\(groupedCount(remark.tokens)) tokens). They stay in the chat"
        case .condensed:
            "The conversation is too long for the model: \(counted(remark.count, "older message")) "
                + "\(remark.count == 1 ? "is" : "are") sent as a summary from here on. They stay in the chat"
        case .callsIgnored: "\(counted(remark.count, "tool call")) ignored in ask mode. Nothing was run"
        case .nudged: "The agent's reply was empty. It was asked once to go on"
        case .programEnded: "The program ended while a turn ran. Your message is kept. /retry sends it again"
        case .givenUp: "Given up: not sent along with what follows"
        case .askChosen: "The agent switched to ask mode: no tools from here on. /mode agent switches back"
        case .agentChosen: "The agent switched to agent mode"
        }
    }
}
