// The upper layers as the answers to CONNECT tell them: Frappe looks at namespace, origin and session, in this order.

import SocketIO
import SocketIOClient
import Transport

/// Facts of one connection, as checks.
struct Joining {
    private var target: ProbeTarget
    private var open: [String]
    private var joined: [String] = []
    private var found: [Finding] = []
    /// Nothing more is to come.
    private(set) var isOver = false

    init(_ target: ProbeTarget) {
        self.target = target
        open = target.namespaces
    }

    /// Each namespace was let in or refused.
    var isAnswered: Bool { open.isEmpty }

    /// Somewhat longer than a client waits for the answer to CONNECT.
    static let longest = Duration.seconds(35)
    static let afterwards = Duration.milliseconds(500)

    /// Whether the site's own name would explain this, and is not known.
    func wantsSiteName(for event: SocketIOEvent) -> Bool {
        guard target.knowledge.isFrappe == true, target.knowledge.siteName == nil else { return false }
        switch event {
        case .attemptFailed(.refused(let message, _), _), .namespaceClosed(_, .refused(let message, _), _):
            return RealtimeRefusal(message: message) == .invalidNamespace
        default: return false
        }
    }

    mutating func learn(siteName: String?) { target.knowledge.siteName = siteName }

    mutating func hear(_ event: SocketIOEvent) {
        switch event {
        case .connected(let namespace, _, _):
            open.removeAll { $0 == namespace }
            joined.append(namespace)
        case .received: break
        case .namespaceClosed(let namespace, let closure, _):
            open.removeAll { $0 == namespace }
            add(closure, namespace)
        case .attemptFailed(let closure, _):
            isOver = true
            if open.isEmpty { break }
            add(closure, open[0])
        case .disconnected(let closure, _):
            isOver = true
            if let finding = Symptom.endedAtOnce(closure).finding(in: target.context()) { found.append(finding) }
        }
    }

    private mutating func add(_ closure: SocketClosure, _ namespace: String) {
        if let finding = Symptom.ended(closure).finding(in: target.context(namespace: namespace)) {
            found.append(finding)
        }
    }

    var checks: [LayerCheck] {
        var checks: [LayerCheck] = []
        if let session { checks.append(session) }
        checks += layer(.namespace, isPassed: !joined.isEmpty || hasFound(.origin) || hasFound(.session)) {
            joined.isEmpty ? target.namespaces.joined(separator: ", ") : joined.joined(separator: ", ")
        }
        if target.knowledge.publishesNothingInMain, joined.contains("/"),
            let finding = Symptom.mainNamespace.finding(in: target.context(namespace: "/"))
        {
            checks.append(LayerCheck(.namespace, .found(finding)))
        }
        checks += layer(.origin, isPassed: target.knowledge.isFrappe == true && (!joined.isEmpty || hasFound(.session)))
        {
            target.headers.first("Origin") ?? target.address.origin
        }
        checks += layer(.connection, isPassed: !joined.isEmpty) { "stays" }
        // What belongs to a lower layer and showed only now.
        checks += found.filter { $0.layer < .session }.map { LayerCheck($0.layer, .found($0)) }
        return checks
    }

    private func hasFound(_ layer: Layer) -> Bool { found.contains { $0.layer == layer } }

    private func layer(_ layer: Layer, isPassed: Bool, _ words: () -> String) -> [LayerCheck] {
        let findings = found.filter { $0.layer == layer }.map { LayerCheck(layer, .found($0)) }
        return findings.isEmpty && isPassed ? [LayerCheck(layer, .passed(words()))] : findings
    }

    /// What the realtime server says of the session goes before what the site says.
    private var session: LayerCheck? {
        if let refused = found.first(where: { $0.layer == .session }) { return LayerCheck(.session, .found(refused)) }
        switch target.knowledge.answer {
        case .user(let name): return LayerCheck(.session, .passed(name))
        case .guest:
            return Symptom.guest(hadSession: target.hasSession).finding(in: target.context())
                .map { LayerCheck(.session, .found($0)) }
        case .notFrappe, .unknown: return nil
        }
    }
}
