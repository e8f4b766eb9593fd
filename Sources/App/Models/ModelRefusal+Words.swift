// Why a model was not chosen, in words: for the chat, and for commands without a screen.

internal import Screen

extension AppModel {
    func words(ofClearKeyFor server: String) -> String {
        "Your key goes to \(clipped(server)) as plain text, and so does all that you send: whoever is on the way can read "
            + "it. Where the server has an https:// address, keep the key for that, and choose the model there."
    }

    func words(of refusal: ModelRefusal) -> String {
        let kept = "\(chosenModel?.shown ?? "Who answered before") goes on answering."
        switch refusal {
        case .unknown(let name, let near):
            let others = near.isEmpty ? "/model lists those that are there." : "Near: \(near.joined(separator: ", "))."
            return "No model \(clipped(name)) is known. \(kept) \(others) URL#NAME takes one from anywhere."
        case .ambiguous(let name, let choices):
            return "Several servers have \(clipped(name)). \(kept) Choose one: "
                + choices.map { "/model \($0)" }.joined(separator: " · ")
        case .noAddress(let text):
            return
                "\(clipped(text)) is no address of a model. \(kept) The form is http://HOST:PORT/v1#NAME, without a key "
                + "in it: `oropendola models key URL` keeps one."
        case .noModels(let text): return "\(clipped(text)) lists no model. \(kept)"
        case .severalModels(let base, let count):
            return "\(clipped(base)) has \(counted(count, "model")), and none was named. \(kept) "
                + "/model \(clipped(base))#NAME names one."
        case .notThere(let name, let reason):
            return "\(clipped(name)) was not chosen: \(Words.sentence(reason)) \(kept)"
        case .keysUnread(let server, let file, let reason):
            return
                "\(visibleText(file)) can't be read: \(Words.sentence(reason)) \(kept) The file is left as it is, and "
                + "nothing was sent to \(clipped(server)) without its key. Mend the file, or move it away and keep the keys "
                + "anew: `oropendola models key URL` in a shell."
        case .notKept(let reason):
            return "The choice holds until the end; it could not be kept for the next start: \(Words.sentence(reason))"
        }
    }
}

extension ModelRefusal {
    /// For a command without a screen, where nobody answered before.
    public var plainWords: String {
        switch self {
        case .unknown(let name, let near):
            "No model \(name) is known here." + (near.isEmpty ? "" : " Near: \(near.joined(separator: ", ")).")
        case .ambiguous(let name, let choices): "Several servers have \(name): \(choices.joined(separator: ", "))."
        case .noAddress: "The address of the model can't be used. The form is http://HOST:PORT/v1#NAME."
        case .noModels(let base): "\(base) lists no model."
        case .severalModels(let base, let count): "\(base) has \(count) models, and none was named: \(base)#NAME."
        case .keysUnread(let server, let file, let reason):
            "\(file) can't be read: \(reason). It is left as it is, and nothing was sent to \(server) without its key. "
                + "Mend the file, or move it away and keep the keys anew: oropendola models key URL."
        case .notThere(_, let reason), .notKept(let reason): reason
        }
    }
}
