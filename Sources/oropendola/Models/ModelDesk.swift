// The models of the embedded backend: which one answers, which there are, and the switch between them.
import App
import Console
import Glibc
import LocalBackend
import ModelWire
import Storage
import Synchronization
import Transport

/// Answers the orders about models, in one lane: none overtakes another. Nothing is asked of any server before the first
/// paint, and nobody is sent a message who was not chosen.
final class ModelDesk: Sendable {
    private struct State {
        var shelf = ModelShelf()
        /// `helper`, or `URL#NAME`.
        var current = KnownModel.helper.choice
        var engine: ModelEngine?
        /// Servers of which was told that their key can be read on the way.
        var clearKeys: Set<String> = []
    }

    private let wish: ModelWish
    private let files: ModelFiles
    private let roads: ModelRoads
    private let lookup: ModelLookup
    private let state = Mutex(State())
    private let lane = SerialLane()
    private let post: @Sendable (ModelNews) async -> Void

    /// For servers of this machine at a start, and for those that a person waits for.
    private static let shortSeconds = 1
    private static let longSeconds = 10

    init(_ wish: ModelWish, post: @escaping @Sendable (ModelNews) async -> Void) {
        self.wish = wish
        self.post = post
        files = ModelFiles(environment: wish.environment)
        roads = ModelRoads(environment: wish.environment)
        lookup = ModelLookup(roads)
    }

    /// The engine of a start. Where a model is wanted without its name, its server is asked first.
    func engine(helper: any Engine, prefix: String) async -> ModelEngine {
        let word = wish.word ?? files.chosen
        var target: ModelTarget?
        if let word {
            // A name alone is one of this machine's.
            if !word.contains("://"), word != KnownModel.helper.choice { await lookAround() }
            do throws(Refused) { target = try await found(word) } catch { await post(.refused(error.reason)) }
        }
        let engine = ModelEngine(
            target, helper: helper, transport: roads, prefix: prefix, agent: wish.agent, now: { Int(time(nil)) })
        state.withLock { state in
            state.engine = engine
            state.current = target?.choice ?? KnownModel.helper.choice
        }
        // Behind the first paint, and behind the first connection.
        lane.enqueue { [target] in
            if word == nil { return await self.offer() }
            await self.tellKnown(isAsked: false)
            guard let target else { return }
            await self.tellOfClearKey(target)
            await self.listAgain(target.address)
            await self.learn(target)
        }
        return engine
    }

    func perform(_ order: ModelOrder) {
        lane.enqueue {
            switch order {
            case .look:
                await self.lookAround()
                await self.tellKnown(isAsked: false)
            case .list:
                await self.lookAround()
                for place in self.state.withLock({ $0.shelf.places }) where place.program == nil {
                    guard await self.listAgain(place.address) else { break }
                }
                await self.tellKnown(isAsked: true)
            case .choose(let word): await self.choose(word)
            }
        }
    }

    /// Everything there is, for commands without a screen: all servers are asked, and nobody is chosen by it.
    func report() async -> ModelsReport {
        await lookAround()
        var trouble: String?
        if let word = wish.word ?? files.chosen {
            do throws(Refused) {
                if let target = try await found(word) {
                    state.withLock { $0.current = target.choice }
                    try await list(target.address, seconds: Self.longSeconds)
                    if state.withLock({ $0.shelf.model(at: target.named) }) == nil {
                        trouble = "\(target.address.host) is there and does not list \(target.name)."
                    }
                }
            } catch {
                trouble = error.reason.plainWords
            }
        }
        var origins: [String] = []
        do throws(DocumentProblem) {
            origins = try files.origins()
        } catch {
            trouble = trouble ?? "\(files.keysPath) can't be read: \(error.keyWords). It is left as it is."
        }
        let (models, current) = (known, state.withLock { $0.current })
        let lines = models.map { model in
            var place = model.host
            if case .found(let program) = model.source { place = "\(program), \(place)" }
            return ModelLine(
                name: model.name, choice: model.choice, place: place, contextTokens: model.contextTokens,
                isChosen: model.choice == current)
        }
        await roads.shutdown()
        return ModelsReport(lines: lines, trouble: trouble, keys: origins)
    }

    /// Nobody waits any more for what servers list: what is asked fails now, and what was chosen is still kept.
    func finish() async {
        await roads.shutdown()
        await lane.drained()
    }

    // MARK: Looking

    /// All usual ports of this machine, one beside the other.
    private func lookAround() async {
        let (lookup, seconds, ports) = (lookup, Self.shortSeconds, wish.ports)
        let places = await withTaskGroup(of: ModelShelf.Place?.self) { group in
            for one in ports {
                group.addTask {
                    guard let address = try? ModelAddress("http://127.0.0.1:\(one.port)"),
                        let models = try? await lookup.models(at: address, timeoutSeconds: seconds), !models.isEmpty
                    else { return nil }
                    return ModelShelf.Place(address, program: one.program, models: models)
                }
            }
            var found: [ModelShelf.Place] = []
            for await place in group { if let place { found.append(place) } }
            return found
        }
        // In the order of the ports, whoever was faster.
        let byHost = Dictionary(places.map { ($0.address.host, $0) }) { first, _ in first }
        state.withLock { state in
            for one in ports { if let place = byHost["127.0.0.1:\(one.port)"] { state.shelf.put(place) } }
        }
    }

    /// What a server lists.
    @discardableResult
    private func list(_ address: ModelAddress, seconds: Int) async throws(Refused) -> [ListedModel] {
        let key = try key(for: address)
        do throws(ModelFailure) {
            let models = try await lookup.models(at: address, key: key, timeoutSeconds: seconds)
            state.withLock { $0.shelf.put(ModelShelf.Place(address, models: models)) }
            return models
        } catch {
            // It is known all the same: a person named it.
            state.withLock { state in
                if state.shelf.place(of: address) == nil { state.shelf.put(ModelShelf.Place(address)) }
            }
            let asked = ModelTarget(address, name: address.name ?? address.host, key: key)
            throw Refused(reason: .notThere(address.text, reason: ModelText.words(of: error, asked)))
        }
    }

    /// Asks a known server again. That one is not there is no news; that no key can be read is, and false.
    @discardableResult
    private func listAgain(_ address: ModelAddress) async -> Bool {
        do throws(Refused) {
            try await list(address, seconds: Self.longSeconds)
        } catch {
            guard case .keysUnread = error.reason else { return true }
            await post(.refused(error.reason))
            return false
        }
        return true
    }

    private func offer() async {
        await lookAround()
        let found = known.filter { $0.source != .helper }
        if !found.isEmpty { await post(.offered(found)) }
    }

    /// The size of the context, where the list tells it now.
    private func learn(_ target: ModelTarget) async {
        guard let entry = state.withLock({ $0.shelf.model(at: target.named) }) else { return }
        var target = target
        target.contextTokens = entry.contextTokens
        let engine = state.withLock { $0.current == target.choice ? $0.engine : nil }
        await engine?.use(target)
        await tellKnown(isAsked: false)
    }

    // MARK: Choosing

    private struct Refused: Error { var reason: ModelRefusal }

    private func choose(_ word: String) async {
        if !word.contains("://"), word != KnownModel.helper.choice { await lookAround() }
        let target: ModelTarget?
        do throws(Refused) { target = try await found(word) } catch { return await post(.refused(error.reason)) }
        let choice = target?.choice ?? KnownModel.helper.choice
        let engine = state.withLock { state in
            state.current = choice
            return state.engine
        }
        await engine?.use(target)
        let model = known.first { $0.choice == choice } ?? .helper
        // What is set holds at the next start, whatever was chosen in between.
        let isSet = wish.word != nil
        await post(.chosen(model, isKept: !isSet))
        if let target { await tellOfClearKey(target) }
        guard !isSet else { return }
        do throws(DocumentProblem) {
            try await files.keep(chosen: choice)
        } catch {
            await post(.refused(.notKept(reason: error.words)))
        }
    }

    /// nil for the helper.
    private func found(_ word: String) async throws(Refused) -> ModelTarget? {
        switch state.withLock({ $0.shelf.meaning(of: word) }) {
        case .helper: return nil
        case .noAddress: throw Refused(reason: .noAddress(word))
        case .unknown(let near): throw Refused(reason: .unknown(word, near: near))
        case .ambiguous(let all): throw Refused(reason: .ambiguous(word, choices: all.map(\.text)))
        case .model(let address):
            if let name = address.name {
                state.withLock { state in
                    guard state.shelf.model(at: address) == nil else { return }
                    // It is one of the list from now on, whether or not its server says so.
                    let others = state.shelf.place(of: address)?.models ?? []
                    state.shelf.put(ModelShelf.Place(address, models: others + [ListedModel(id: name)]))
                }
                return try target(address, name)
            }
            let models = try await list(address, seconds: Self.longSeconds)
            guard let first = models.first(where: { $0.isLoaded == true }) ?? models.first else {
                throw Refused(reason: .noModels(word))
            }
            // Of a hosted one's hundreds the first would be anything, at any price.
            guard models.count == 1 || address.isLocal else {
                throw Refused(reason: .severalModels(address.base, count: models.count))
            }
            return try target(address, first.id)
        }
    }

    private func target(_ address: ModelAddress, _ name: String) throws(Refused) -> ModelTarget {
        var named = address
        named.name = name
        let entry = state.withLock { $0.shelf.model(at: named) }
        var target = ModelTarget(
            named, name: name, key: try key(for: address), contextTokens: entry?.contextTokens)
        target.silenceSeconds = wish.silenceSeconds
        return target
    }

    /// nil: there is none for its server. Where nobody can say so, the server is not asked: without the key it would
    /// answer that the key is wrong.
    private func key(for address: ModelAddress) throws(Refused) -> String? {
        do throws(DocumentProblem) {
            return try files.key(for: address) ?? wish.key(for: address)
        } catch {
            throw Refused(
                reason: .keysUnread(server: address.origin, file: files.keysPath, reason: error.keyWords))
        }
    }

    // MARK: Telling

    private func tellOfClearKey(_ target: ModelTarget) async {
        let origin = target.address.origin
        guard target.key != nil, target.address.isInClear,
            state.withLock({ $0.clearKeys.insert(origin).inserted })
        else { return }
        await post(.keyInClear(server: origin))
    }

    private func tellKnown(isAsked: Bool) async {
        await post(.known(known, current: state.withLock { $0.current }, isAsked: isAsked))
    }

    private var known: [KnownModel] {
        let (shelf, current) = state.withLock { ($0.shelf, $0.current) }
        var all = [KnownModel.helper]
        all +=
            shelf.places.flatMap { place in
                place.models.map { model in
                    KnownModel(
                        name: model.id, choice: "\(place.address.base)#\(model.id)",
                        source: place.program.map { .found($0) } ?? .configured, host: place.address.host,
                        contextTokens: model.contextTokens, takesTools: model.takesTools)
                }
            }
        // A server need not list what it answers with.
        if !all.contains(where: { $0.choice == current }), let address = try? ModelAddress(current) {
            all.append(
                KnownModel(
                    name: address.name ?? "", choice: current, source: .configured, host: address.host))
        }
        return all
    }
}

extension ModelTarget {
    /// Its address, with its name.
    fileprivate var named: ModelAddress {
        var address = address
        address.name = name
        return address
    }

    fileprivate var choice: String { named.text }
}
