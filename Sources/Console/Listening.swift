// What `listen` does with what it hears: what is printed, what is sent, and when it is over with which status.

public import Backend
public import SocketIO
public import SocketIOClient

/// One run of `listen`. `learned` or `couldNotStart` comes first.
public struct Listening: Equatable, Sendable {
    public enum Event: Equatable, Sendable {
        /// What the server says of us. `hasSession`: there was a session to show.
        case learned(SiteKnowledge, hasSession: Bool)
        /// There is nothing to listen to; a few words on why, and what the program ends with.
        case couldNotStart(reason: String, status: Int32)
        /// The client's news; how the packets travel now, and why not by websocket where that was tried.
        case said(SocketIOEvent, transport: SocketTransportKind?, webSocketEnd: SocketTransportEnd?)
        case acknowledged(emission: Int, SocketArguments)
        /// `emission` could not be sent, or was not acknowledged.
        case emitFailed(emission: Int, SocketEmitError)
        /// The layers were looked at.
        case checked([LayerCheck])
        case timeIsUp
        case interrupted(signal: Int32)
    }

    public enum Effect: Equatable, Sendable {
        case connect(namespaces: [String])
        case print(Note)
        /// Send these to the namespace in order, by their place in the options; each answer is waited for where
        /// acknowledgements are wanted.
        case emit(ClosedRange<Int>, namespace: String)
        /// Answer the server's question.
        case acknowledge(SocketEvent)
        /// Give the connection up, and try no more.
        case disconnect
        /// Look at the layers one by one.
        case check
        /// Print the summary and end the program.
        case finish(status: Int32)
    }

    /// Exit statuses: the session was refused; the server was not reached.
    public static let signInNeeded: Int32 = 5
    public static let backendDown: Int32 = 6

    private enum Progress { case before, connected, over }

    private enum Check: Equatable {
        case none
        /// `thenEnds`: there is nothing more to wait for.
        case running(thenEnds: Bool)
        case done
    }

    /// What becomes of the options' emissions.
    private enum Emissions: Equatable {
        /// For the first namespace.
        case waiting
        case sent(unanswered: Set<Int>)
    }

    private let options: ListenOptions
    private let wantsAcknowledgements: Bool
    private let isQuiet: Bool
    private var context: ServerContext
    private var knowledge = SiteKnowledge(answer: .unknown)
    private var namespaces: [String] = []
    private var progress = Progress.before
    private var check = Check.none
    private var emissions = Emissions.waiting
    private var received = 0
    private var failure: Finding?
    private var shown: [Finding] = []

    public init(_ options: ListenOptions, context: ServerContext, wantsAcknowledgements: Bool, isQuiet: Bool) {
        self.options = options
        self.context = context
        self.wantsAcknowledgements = wantsAcknowledgements
        self.isQuiet = isQuiet
    }

    public mutating func handle(_ event: Event) -> [Effect] {
        guard progress != .over else { return [] }
        switch event {
        case .learned(let knowledge, let hasSession): return learn(knowledge, hasSession)
        case .couldNotStart(let reason, let status):
            return [.print(.notStarted(reason: reason))] + finish(status)
        case .said(let news, let transport, let end): return hear(news, transport, end)
        case .acknowledged(let number, let arguments):
            settle(number)
            return note(.acknowledged(options.emissions[number], arguments)) + finishIfEnough()
        case .emitFailed(let number, let error):
            settle(number)
            return [.print(.emitFailed(options.emissions[number], error))] + finishIfEnough()
        case .checked(let checks):
            let isTheEnd = check == .running(thenEnds: true)
            check = .done
            if let found = checks.failure { failure = found }
            return checks.map { .print(.check($0)) } + (isTheEnd ? finish(failureStatus) : [])
        case .timeIsUp: return silence + finish(progress == .connected ? 0 : failureStatus)
        case .interrupted(let signal): return silence + finish(128 + signal)
        }
    }

    /// A server that takes connections and says nothing fails late: who ends before that is told what was waited for.
    private var silence: [Effect] {
        progress == .before && failure == nil && check == .none ? [.print(.unanswered(server: context.origin))] : []
    }

    // MARK: Before the connection

    private mutating func learn(_ knowledge: SiteKnowledge, _ hasSession: Bool) -> [Effect] {
        self.knowledge = knowledge
        context.siteName = knowledge.siteName
        context.isFrappe = knowledge.isFrappe
        namespaces = options.namespaces.isEmpty ? [knowledge.namespace(host: context.host)] : options.namespaces
        context.namespace = namespaces[0]
        var effects: [Effect] = []
        if knowledge.answer == .guest, let finding = Symptom.guest(hadSession: hasSession).finding(in: context) {
            // A dead session would be let in, and never hear of its user's events.
            if finding.weight == .failure { return [.print(.found(finding))] + finish(Self.signInNeeded) }
            effects += note(.found(finding))
        }
        return effects + [.connect(namespaces: namespaces)]
    }

    // MARK: The client's news

    private mutating func hear(
        _ news: SocketIOEvent, _ transport: SocketTransportKind?, _ end: SocketTransportEnd?
    ) -> [Effect] {
        switch news {
        case .connected(let namespace, let id, let isRecovered):
            var effects = note(
                .connected(namespace: namespace, id: id, transport: transport, isRecovered: isRecovered))
            if let end, transport == .polling { effects += remark(.webSocketGaveWay(end), namespace) }
            if namespace == "/", knowledge.publishesNothingInMain { effects += remark(.mainNamespace, namespace) }
            progress = .connected
            return effects + emit(namespace)
        case .received(let event):
            received += 1
            var effects = note(.received(event))
            if wantsAcknowledgements, event.acknowledgementID != nil { effects.append(.acknowledge(event)) }
            return effects + finishIfEnough()
        case .namespaceClosed(let namespace, let closure, let retry):
            return note(.disconnected(namespace: namespace, finding(closure, namespace), retryInMilliseconds: retry))
                + (retry == nil && namespace == namespaces.first ? giveUpEmissions() : [])
        case .disconnected(.requested, _), .attemptFailed(.requested, _): return []
        case .disconnected(let closure, let retry):
            let found = finding(closure, context.namespace)
            let effects = note(
                .disconnected(namespace: context.namespace, found, retryInMilliseconds: retry))
            guard retry == nil else { return effects }
            if let found { failure = found }
            return effects + finish(failureStatus)
        case .attemptFailed(let closure, let retry):
            let found = finding(closure, context.namespace)
            if let found { failure = found }
            return attemptFailed(found, retry)
        }
    }

    /// The first failure of a connection that never was is looked into, and is the end unless there is time set to wait.
    private mutating func attemptFailed(_ found: Finding?, _ retry: Int?) -> [Effect] {
        let goesOn = retry != nil && (progress == .connected || options.seconds != nil)
        let isFirst = progress == .before && check == .none
        var effects = note(
            .attemptFailed(
                namespace: context.namespace, found, retryInMilliseconds: goesOn ? retry : nil, isLookedInto: isFirst))
        if isFirst {
            check = .running(thenEnds: !goesOn)
            effects += (goesOn ? [] : [.disconnect]) + [.check]
        } else if !goesOn {
            if case .running = check {
                check = .running(thenEnds: true)
            } else {
                effects += finish(failureStatus)
            }
        }
        return effects
    }

    private func finding(_ closure: SocketClosure, _ namespace: String) -> Finding? {
        var context = context
        context.namespace = namespace
        return Symptom.ended(closure).finding(in: context)
    }

    private mutating func remark(_ symptom: Symptom, _ namespace: String) -> [Effect] {
        var context = context
        context.namespace = namespace
        guard let finding = symptom.finding(in: context), !shown.contains(finding) else { return [] }
        shown.append(finding)
        return note(.found(finding))
    }

    // MARK: What is sent

    /// They are for the first namespace: before it is there the client would only hold them, and nobody would hear when
    /// it never came.
    private mutating func emit(_ namespace: String) -> [Effect] {
        guard emissions == .waiting, namespace == namespaces.first, !options.emissions.isEmpty else { return [] }
        emissions = .sent(unanswered: wantsAcknowledgements ? Set(options.emissions.indices) : [])
        return [.emit(0...options.emissions.count - 1, namespace: namespace)]
    }

    private mutating func settle(_ number: Int) {
        guard case .sent(var unanswered) = emissions else { return }
        unanswered.remove(number)
        emissions = .sent(unanswered: unanswered)
    }

    /// Tells what was never sent.
    private mutating func giveUpEmissions() -> [Effect] {
        guard emissions == .waiting else { return [] }
        emissions = .sent(unanswered: [])
        return options.emissions.map { .print(.emitFailed($0, .notConnected)) }
    }

    // MARK: The end

    private func note(_ note: Note) -> [Effect] { isQuiet ? [] : [.print(note)] }

    private var failureStatus: Int32 { failure?.layer == .session ? Self.signInNeeded : Self.backendDown }

    private mutating func finishIfEnough() -> [Effect] {
        guard let count = options.count, received >= count else { return [] }
        if case .sent(let unanswered) = emissions, !unanswered.isEmpty { return [] }
        return finish(0)
    }

    private mutating func finish(_ status: Int32) -> [Effect] {
        progress = .over
        return giveUpEmissions() + [.finish(status: status)]
    }
}
