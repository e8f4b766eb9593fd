// What a turn takes along: the files a message mentions, and what the project is. Found out between Enter and the first
// request, from the staged view, bounded in every direction.
import ChangeReview
import JSON
public import TaskMachine

/// Looks up what a message refers to.
public struct TurnContext: Sendable {
    /// Sizes in bytes; the defaults are the product's.
    public struct Limits: Equatable, Sendable {
        /// The largest file, or range of lines, that goes along.
        public var fileBytes = 1 << 20
        /// All attached text of one message.
        public var textBytes = 2 << 20
        public var imageBytes = 5 << 20
        public var images = 5
        public var mentions = 50
        /// Of a folder: its list, and of its files those that are small, while there is room.
        public var folderNames = 500
        public var folderFileBytes = 16 << 10
        public var folderBytes = 128 << 10
        /// Of `AGENTS.md`.
        public var rulesBytes = 32 << 10
        /// Of `@git`.
        public var gitBytes = 20 << 10
        /// Milliseconds that git may take, and that counting the project's files may take.
        public var gitTime = 2_000
        public var countTime = 500

        public init() {}
    }

    let project: ProjectFolder
    let environment: [String: String]
    let limits: Limits

    public init(project: ProjectFolder, environment: [String: String], limits: Limits = Limits()) {
        self.project = project
        self.environment = environment
        self.limits = limits
    }

    /// Never fails: what can't go along is a line that says why. Cancelling the Swift task ends it early.
    public func gather(_ preparation: Preparation) async -> PreparedTurn {
        var gathered = Gathered()
        let view = StagedView(
            project: project, staged: preparation.staged, limit: max(limits.imageBytes, limits.fileBytes))
        for mention in Mention.all(in: preparation.text, limit: limits.mentions) {
            if Task.isCancelled { break }
            await gather(mention, view, &gathered)
        }
        var context = await projectFacts()
        if let rules = rules(view, &gathered) { context["projectRules"] = .string(rules) }
        if !gathered.objects.isEmpty { context["attachments"] = .array(gathered.objects.map { .object($0) }) }
        return PreparedTurn(
            context: context, attached: gathered.lines, attachedText: gathered.text, images: gathered.images)
    }

    private func gather(_ mention: Mention, _ view: StagedView, _ gathered: inout Gathered) async {
        for target in mention.targets {
            guard case .path(let written, let lines) = target else {
                await attachGit(&gathered)
                return
            }
            do throws(Refusal) {
                if try await attach(written, lines, mention.text, view, &gathered) { return }
            } catch {
                gathered.refuse(mention.text, error)
                return
            }
        }
        if mention.isSurelyPath { gathered.refuse(mention.text, Refusal(.file, "is not there")) }
    }

    private func attachGit(_ gathered: inout Gathered) async {
        let summary = await GitFacts.summary(
            project.rootPath, environment, milliseconds: limits.gitTime, bytes: limits.gitBytes)
        guard let summary else {
            gathered.refuse("git", Refusal(.git, "no repository here, or git does not answer"))
            return
        }
        gathered.add(summary, AttachedLine(kind: .git, name: "git"), title: "git status and diff --stat", "text")
    }

    // MARK: The project

    private func projectFacts() async -> JSONObject {
        let name = project.rootPath.split(separator: "/").last.map(String.init) ?? "/"
        var context: JSONObject = ["workspace": .string(name), "workspacePath": .string(project.rootPath)]
        async let counted = languages()
        let facts = await GitFacts.ask(project.rootPath, environment, milliseconds: limits.gitTime)
        if let facts { context["git"] = .object(facts.json) }
        if let counted = await counted {
            context["workspaceMetadata"] = [
                "name": .string(name), "fileCount": JSONValue(counted.files),
                "languages": .array(counted.languages.map { .string($0) }),
            ]
        }
        return context
    }

    /// The languages with the most files; nil where counting them all would take too long.
    private func languages() async -> (files: Int, languages: [String])? {
        var bounds = ToolBox.Limits()
        bounds.listingTime = limits.countTime
        bounds.listedNames = 50_000
        let listing: TreeListing
        do throws(ToolFailure) { listing = try await TreeListing.list(project, below: nil, bounds, environment) } catch
        {
            return nil
        }
        guard listing.more == nil else { return nil }
        var counts: [String: Int] = [:]
        for path in listing.paths {
            if let language = Language(path: String(decoding: path, as: UTF8.self)) {
                counts[language.name, default: 0] += 1
            }
        }
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return (listing.paths.count, sorted.prefix(8).map(\.key))
    }

    /// `AGENTS.md` of the root, as it is staged; whatever is wrong with it is no reason not to send a message.
    private func rules(_ view: StagedView, _ gathered: inout Gathered) -> String? {
        guard let path = RelativePath("AGENTS.md") else { return nil }
        do throws(ToolFailure) {
            guard let state = try view.current(path), !state.bytes.isEmpty else { return nil }
            guard !state.bytes.prefix(8192).contains(0) else { return nil }
            var text = String(decoding: state.bytes.prefix(limits.rulesBytes), as: UTF8.self)
            if state.bytes.count > limits.rulesBytes { text += "\n[… cut after \(limits.rulesBytes) bytes]" }
            gathered.lines.append(AttachedLine(kind: .rules, name: "AGENTS.md", bytes: text.utf8.count))
            return text
        } catch {
            gathered.lines.append(AttachedLine(kind: .rules, name: "AGENTS.md", refusal: error.text))
            return nil
        }
    }
}

/// Why a thing does not go along.
struct Refusal: Error {
    var kind: AttachedLine.Kind
    var words: String

    init(_ kind: AttachedLine.Kind, _ words: String) {
        self.kind = kind
        self.words = words
    }
}

/// What was found so far.
struct Gathered {
    var lines: [AttachedLine] = []
    var text = ""
    var images: [ImageAttachment] = []
    /// `context.attachments` (docs/PROTOCOL.md).
    var objects: [JSONObject] = []

    mutating func refuse(_ name: String, _ refusal: Refusal) {
        lines.append(AttachedLine(kind: refusal.kind, name: name, refusal: refusal.words))
    }

    /// Text goes along twice: in the context, for a server that reads it there, and behind the message, for the model.
    mutating func add(_ content: String, _ line: AttachedLine, title: String, _ language: String) {
        var line = line
        line.bytes = content.utf8.count
        lines.append(line)
        let fence = String(repeating: "`", count: max(3, longestRun(of: UInt8(ascii: "`"), in: content) + 1))
        let ending = content.utf8.last == UInt8(ascii: "\n") ? "" : "\n"
        text += "\n[\(title)]\n\(fence)\(language)\n\(content)\(ending)\(fence)\n"
        objects.append([
            "type": "text/plain", "content": .string(content), "isImage": false, "name": .string(line.name),
            "size": JSONValue(line.bytes),
        ])
    }
}

private func longestRun(of byte: UInt8, in text: String) -> Int {
    var (longest, run) = (0, 0)
    for other in text.utf8 {
        run = other == byte ? run + 1 : 0
        longest = max(longest, run)
    }
    return longest
}
