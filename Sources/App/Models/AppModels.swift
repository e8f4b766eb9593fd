// `/model`: the list of what can answer, the switch, and the offer of what was found.

internal import Matching
internal import Screen
internal import TaskMachine

extension AppModel {
    /// `/model`, with what stands behind it.
    mutating func model(_ argument: String) -> [AppEffect] {
        if argument.isEmpty { return [.model(.list)] + say("Asking which models are there\(signs.cut)") }
        // The number of a row that was shown.
        if let number = Int(argument), number > 0, let models, models.all.indices.contains(number - 1) {
            return [.model(.choose(models.all[number - 1].choice))]
        }
        return [.model(.choose(argument))]
    }

    /// Why `/model` can't be done; nil: it can.
    func modelRefusal(_ argument: String) -> String? {
        if report.server != .embedded {
            return
                "The server that you are signed in to chooses the model. oropendola --embedded works with one of yours"
        }
        return argument.contains(" ") ? "One model at a time. \(SlashCommand.model.usage)" : nil
    }

    mutating func heard(_ news: ModelNews) -> [AppEffect] {
        switch news {
        case .known(let all, let current, let isAsked):
            models = Models(all: all, current: current)
            refreshModelMenu()
            guard isAsked else { return [] }
            chat.followEnd()
            return tell(.reported(modelsReport))
        case .offered(let found):
            models = Models(all: [.helper] + found, current: KnownModel.helper.choice)
            refreshModelMenu()
            return offer(found).map { tell(.announced(signs.adapted($0))) } ?? []
        case .chosen(let model, let isKept):
            if models == nil { models = Models(all: [.helper], current: "") }
            models?.current = model.choice
            if models?.all.contains(where: { $0.choice == model.choice }) == false { models?.all.append(model) }
            greeting = nil
            let kept = isKept ? "" : ", until the end"
            return say("From the next message on \(model.shown) answers\(kept)")
        case .refused(let refusal): return tell(.announced(signs.adapted(words(of: refusal))))
        case .keyInClear(let server): return tell(.announced(signs.adapted(words(ofClearKeyFor: server))))
        }
    }

    /// Who answers the next message, where that is known.
    var chosenModel: KnownModel? { models.flatMap { known in known.all.first { $0.choice == known.current } } }

    // MARK: Words

    private func offer(_ found: [KnownModel]) -> String? {
        guard let first = found.first else { return nil }
        var programs: [String] = []
        for case .found(let program) in found.map(\.source) where !programs.contains(program) {
            programs.append(program)
        }
        let who = programs.isEmpty ? "A model server" : programs.joined(separator: " and ")
        let (verb, them) = programs.count > 1 ? ("run", "them") : ("runs", "it")
        let what =
            found.count == 1
            ? "with \(first.name)" : "with \(counted(found.count, "model")), \(first.name) for one"
        return "\(who) \(verb) on this machine \(what). Nothing is sent to \(them) until you choose it: "
            + "/model \(first.name) · /model lists all"
    }

    private var modelsReport: String {
        guard let models else { return "" }
        var rows = "| | Model | Context | Tools | Where |\n|---|---|---|---|---|\n"
        for (number, model) in models.all.enumerated() {
            let isCurrent = model.choice == models.current
            let name = StatusReportCell.text(model.name)
            rows += "| \(number + 1) | \(isCurrent ? "**\(name)** \(signs.done)" : name) "
            rows += "| \(model.contextTokens.map { shortCount($0) } ?? "") | \(model.tools) "
            rows += "| \(StatusReportCell.text(model.place)) |\n"
        }
        let others = models.all.count > 1
        return rows + "\n"
            + (others
                ? "`/model NAME` or its number switches, from the next message on."
                : "No model server was found on this machine. `/model URL#NAME` takes any; docs/MODELS.md has the line "
                    + "that starts Ollama, llama.cpp, LM Studio or vLLM, and those of hosted ones.")
    }

    func clipped(_ text: String) -> String { truncated(visibleText(text), columns: 60, sign: signs.cut) }

    // MARK: The menu

    var modelChoices: [(word: String, help: String)] {
        (models?.all ?? [.helper]).map { model in
            let isOnly = models?.all.count { $0.name == model.name } ?? 1 < 2
            let size = model.contextTokens.map { "\(shortCount($0)) tokens, " } ?? ""
            return (visibleText(isOnly ? model.name : model.choice), visibleText(size + model.place))
        }
    }

    private mutating func refreshModelMenu() {
        guard var menu, case .argument(.model) = menu.token.kind else { return }
        let query = menu.token.query
        menu.show(argumentItems(of: .model, query), marksFirst: !query.isEmpty, keepsRow: true)
        self.menu = menu
    }
}

/// What is known of models, as the rim told it last.
struct Models: Equatable, Sendable {
    var all: [KnownModel]
    /// The `choice` of the one that answers.
    var current: String
}

extension KnownModel {
    /// For sentences and the status line.
    var shown: String { source == .helper ? "the built-in helper" : visibleText(name) }

    fileprivate var tools: String {
        switch takesTools {
        case true?: "yes"
        case false?: "no"
        case nil: ""
        }
    }

    fileprivate var place: String {
        switch source {
        case .helper: "built in; by rules, offline"
        case .found(let program): "\(program), \(host)"
        case .configured: host
        }
    }
}

/// A cell of a report's table.
private enum StatusReportCell {
    static func text(_ text: String) -> String { AppModel.cell(visibleText(text)) }
}
