// A served site for peers that others wrote: two accounts, a folder, and a script for each user.
import JSON
import LocalBackend
import Scenarios
import TestSupport

/// The passwords are `right`.
struct ServedPeerSite: Sendable {
    let folder: TemporaryFolder
    let server: LocalServer

    static let script = """
        {"progress": {"type": "thinking", "message": "Looking…"}}
        {"progress": {"type": "working", "step": 1, "total": 1, "message": "Renaming"}}
        {"reply": {"success": true, "response": "Done.", "todos": [{"id": "t-1", "text": "Add a test"}]}}
        {"reply": {"success": true, "response": "More is done."}}
        {"progress": {"type": "complete", "message": "Finished"}}
        {"reply": {"success": true, "response": "Make it as fast as it can be."}}
        """

    /// - Parameter change: called with a site that listens at any free port of 127.0.0.1.
    static func start(
        script: String = script, _ change: (inout ServedSite) -> Void = { _ in }
    ) async throws -> ServedPeerSite {
        let folder = try TemporaryFolder()
        var site = ServedSite(dataFolder: "\(folder.path)/data")
        change(&site)
        try await AccountFile(site.accountsFile).change { accounts in
            for name in ["ada@example.org", "bob@example.org"] {
                guard let hash = PasswordHash(of: "right", cost: .cheap) else { continue }
                accounts.set(SiteAccount(name: name, fullName: "Ada L", password: hash, passwordSet: 1))
            }
            return true
        }
        let scenario = try Scenario(script)
        let server = try await LocalServer.serve(site, engine: EnginePerUser { _ in ScriptedEngine(scenario) })
        return ServedPeerSite(folder: folder, server: server)
    }
}
