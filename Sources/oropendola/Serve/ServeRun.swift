// A server for others, from its start to its end: the engine, the site, the signals.
import Console
import Glibc
import LocalBackend
import Logging
import Scenarios
import Storage
import Synchronization

final class ServeRun: Sendable {
    private let options: ServeOptions
    private let site: ServedSite
    private let log: Logger
    private let format: ServeLog
    private let environment: [String: String]
    private let server = Mutex<LocalServer?>(nil)

    init(_ options: ServeOptions, environment: [String: String]) {
        self.options = options
        self.environment = environment
        site = ServedSite(options, environment)
        format = options.logsJSON ? .json : .text
        let format = format
        log = Logger(label: "oropendola.serve") { _ in ServeLogHandler(format: format) }
    }

    /// Ends the program.
    func run() -> Never {
        Foreground.serve {
            await self.start()
        } reload: {
            await self.reload()
        } stop: {
            await self.stop()
        }
    }

    private func start() async {
        let (engine, faults, name) = await engine()
        raiseFileLimit()
        do throws(ServeError) {
            let started = try await LocalServer.serve(site, engine: engine, faults: faults, log: log)
            server.withLock { $0 = started }
            log.notice(
                "listening",
                metadata: [
                    "address": "\(site.shownAddress(started.port))", "site": "\(site.name)",
                    "data": "\(site.dataFolder)",
                    "engine": "\(name)",
                ])
            hintAtAccounts()
        } catch {
            refuseToServe(error.sentence(site), format, status: 1)
        }
    }

    /// A connection is an open file, and the usual limit is 1,024. Where it can't be raised, further connections wait.
    private func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < 8_192 else {
            return
        }
        limit.rlim_cur = min(8_192, limit.rlim_max)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Each user has an engine of his own. With it the site's faults, and what the log calls it.
    private func engine() async -> (any Engine, SiteFaults, String) {
        do {
            if let path = options.scenario {
                let scenario = try readScenario(path)
                return (EnginePerUser { _ in ScriptedEngine(scenario) }, scenario.faults, "scenario")
            }
            if let word = options.model {
                let model = try await ServeModel.find(word, environment, log: log)
                return (EnginePerUser { _ in model.engine() }, SiteFaults(), "\(model.target)")
            }
        } catch let problem as UsageProblem {
            refuseToServe("\(problem)", format, status: 2)
        } catch {
            refuseToServe("\(error)", format, status: 2)
        }
        return (
            EnginePerUser { _ in HelperEngine(prefix: String(randomText().prefix(12))) }, SiteFaults(), "helper"
        )
    }

    private func hintAtAccounts() {
        guard let accounts = try? AccountFile(site.accountsFile).read(), accounts.all.isEmpty else { return }
        let words = "There are no accounts yet, so nobody can sign in. oropendola serve user add NAME makes one."
        if format == .json { log.warning("\(words)") } else { complain(words) }
    }

    private func reload() async {
        guard let running = server.withLock({ $0 }) else { return }
        do throws(ServeError) {
            try await running.reload()
            log.notice("reloaded")
        } catch {
            log.error("not reloaded", metadata: ["reason": "\(error.sentence(site))"])
        }
    }

    private func stop() async {
        guard let running = server.withLock({ $0 }) else { Glibc.exit(0) }
        log.notice("stopping")
        let left = await running.stop()
        log.notice("stopped", metadata: ["turns-ended": "\(left)"])
        Glibc.exit(0)
    }
}

extension ServedSite {
    init(_ options: ServeOptions, _ environment: [String: String]) {
        let folder = options.data ?? "\(Folders(environment: environment).state)/serve"
        self.init(dataFolder: absolute(folder))
        (host, port, name, hostNames) = (options.host, options.port, options.site, options.hosts)
        if let accounts = options.accounts { accountsFile = absolute(accounts) }
        tls = options.tls.map { (absolute($0.certificate), absolute($0.key)) }
        trustsProxy = options.behindProxy
        metricsToken = environment["OROPENDOLA_SERVE_METRICS_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
        if let number = options.requestsPerMinute { users.requestsPerMinute = number }
        if let number = options.turnsPerUser { users.chatRequests = number }
        if let days = options.sessionDays {
            sessions.longestMilliseconds = days * 86_400_000
            sessions.idleMilliseconds = min(sessions.idleMilliseconds, sessions.longestMilliseconds)
        }
    }

    func shownAddress(_ port: Int) -> String {
        "\(tls == nil ? "http" : "https")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}

/// A path as the program's other threads and later lines can use it, whether the file is there yet or not.
private func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return "\(String(cString: folder))/\(path)"
}
