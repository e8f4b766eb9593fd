// Which server a command without a screen is about: the one that was named, or the embedded one, started for it.
import Backend
import Console
import LocalBackend
import Logging
import Transport

/// There is nothing to talk to.
struct StartFailure: Error {
    var reason: String
    var status: Int32
}

extension ProbeTarget {
    /// With the embedded backend where one was started.
    static func found(
        _ plan: ListenPlan, http: any HTTPTransport
    ) async throws(StartFailure) -> (ProbeTarget, EmbeddedBackend?) {
        if let address = plan.options.address {
            let own = plan.options.namespaces
            let knowledge = await SiteKnowledge.of(
                address, headers: plan.headers, http: http, wantsName: own.isEmpty)
            var target = ProbeTarget(
                address: address, headers: plan.headers,
                namespaces: own.isEmpty ? [knowledge.namespace(host: address.host)] : own, knowledge: knowledge)
            target.path = plan.options.path
            target.auth = plan.options.auth
            target.proxies = plan.network.proxies
            return (target, nil)
        }
        let started: EmbeddedBackend
        do throws(LocalServerError) {
            started = try await EmbeddedBackend.start(
                nil, log: Logger(label: "oropendola", factory: { _ in SwiftLogNoOpLogHandler() }))
        } catch {
            throw StartFailure(
                reason: "the built-in backend does not run (\(error.words))", status: Listening.backendDown)
        }
        do throws(LoginFailure) {
            let session = try await FrappeClient(address: started.address, transport: http).login(started.credentials)
            let own = plan.options.namespaces
            let target = ProbeTarget(
                address: started.address, headers: [HTTPHeader("Cookie", session.cookies.header ?? "")],
                namespaces: own.isEmpty ? ["/" + EmbeddedBackend.siteName] : own,
                knowledge: SiteKnowledge(
                    answer: .user(started.credentials.user), siteName: EmbeddedBackend.siteName,
                    version: FrappeVersion("15.0.0")))
            return (target, started)
        } catch {
            throw StartFailure(
                reason: "the built-in backend does not let us sign in", status: Listening.signInNeeded)
        }
    }
}
