// The model of a served site: found at the start, and asked for each user by an engine of his own.
import Console
import Glibc
import LocalBackend
import Logging
import ModelWire
import Storage

struct ServeModel: Sendable {
    let target: ModelTarget
    private let roads: ModelRoads

    /// Asks the model's server once: which models it has, and how much they can read. Without a name, the one that is
    /// loaded is taken, or the only one.
    ///
    /// - Parameter word: `URL#NAME`, or `URL`.
    static func find(
        _ word: String, _ environment: [String: String], log: Logger
    ) async throws(UsageProblem) -> ServeModel {
        guard let address = try? ModelAddress(word) else {
            throw UsageProblem("--model is the address of a model's server and a name: http://HOST:PORT/v1#NAME.")
        }
        let roads = ModelRoads(environment: environment)
        let files = ModelFiles(environment: environment)
        let key: String?
        do throws(DocumentProblem) {
            key = try files.key(for: address) ?? ModelWish.key(for: address, environment)
        } catch {
            throw UsageProblem(
                "\(files.keysPath) can't be read: \(error.keyWords). It is left as it is, and \(address.origin) was not "
                    + "asked without its key. Mend the file, or move it away and keep the keys anew: "
                    + "oropendola models key \(address.base).")
        }
        if key != nil, address.isInClear {
            log.warning(
                "the key can be read on the way: use the https address, or a network of your own",
                metadata: ["server": "\(address.origin)"])
        }
        var models: [ListedModel] = []
        do throws(ModelFailure) {
            models = try await ModelLookup(roads).models(at: address, key: key)
        } catch {
            // It may come up later; each request asks it anew.
            log.warning("model server does not list its models", metadata: ["server": "\(address.host)"])
        }
        let loaded = models.filter { $0.isLoaded == true }
        let only = models.count == 1 ? models.first : (loaded.count == 1 ? loaded.first : nil)
        guard let name = address.name ?? only?.id else {
            throw UsageProblem(
                models.isEmpty
                    ? "\(address.host) does not say which models it has, so give the name: --model \(address.base)#NAME."
                    : "\(address.host) has \(models.count) models, so say which: --model \(address.base)#NAME.")
        }
        let tokens = models.first { $0.id == name }?.contextTokens
        return ServeModel(
            target: ModelTarget(address, name: name, key: key, contextTokens: tokens), roads: roads)
    }

    /// An engine for one user.
    func engine() -> any Engine {
        let prefix = String(randomText().prefix(12))
        return ModelEngine(
            target, helper: HelperEngine(prefix: prefix), transport: roads, prefix: prefix, now: { Int(time(nil)) })
    }
}
