// Everything of this machine that the doctor looks at: gathered here, judged in Console.
import Backend
import Console
import Glibc
import Storage
import Terminal

struct MachineSurvey {
    let environment: [String: String]
    /// nil where there is no terminal to talk to; why stands in `refusal`.
    let terminal: RawTerminal?
    let refusal: RawTerminal.Refusal?
    /// For a program: no pager reads from the terminal beside us.
    let isJSON: Bool

    private func value(_ name: String) -> String { environment[name] ?? "" }

    /// Blocks: on the terminal for some seconds, on tmux for one.
    func rows() -> [DoctorRow] {
        var rows = terminalSurvey().rows
        if !value("TMUX").isEmpty { rows += tmux().rows }
        rows.append(clipboard().row)
        rows += disk().rows
        rows.append(backend())
        return rows
    }

    private func terminalSurvey() -> TerminalSurvey {
        let facts = TerminalFacts(named: value("TERM"))
        var survey = TerminalSurvey()
        survey.name = value("TERM")
        (survey.isKnown, survey.canPlaceCursor, survey.colours) = (facts.isKnown, facts.canPlaceCursor, facts.colours)
        survey.colourTerm = value("COLORTERM")
        survey.isColourRefused = !value("NO_COLOR").isEmpty
        survey.locale = ConsoleLocale(environment).name
        survey.isUnicode = facts.isUnicode
        survey.isTmux = !value("TMUX").isEmpty
        survey.talk = talk(facts)
        return survey
    }

    private func talk(_ facts: TerminalFacts) -> TerminalSurvey.Talk {
        guard let terminal else { return refusal == .inBackground ? .inBackground : .notThere }
        var status = stat()
        let isPipe = fstat(STDOUT_FILENO, &status) == 0 && [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
        if isPipe, !isJSON { return .piped }
        guard facts.isANSI else { return .unable }
        let interview = TerminalInterview(terminal, named: value("TERM"), isUnicode: facts.isUnicode)
        guard let milliseconds = interview.milliseconds else { return .silent }
        return .answered(
            interview.answers, milliseconds: milliseconds,
            interview.widths.map { MeasuredSign($0.sign, expected: $0.expected, alone: $0.alone, drawn: $0.drawn) })
    }

    private func tmux() -> TmuxSurvey {
        var values: [String: String] = [:]
        for name in TmuxSurvey.names {
            values[name] = HeardProgram(["tmux", "show", "-gv", name], environment: environment).text()
        }
        let features = HeardProgram(
            ["tmux", "display-message", "-p", "#{client_termfeatures}"], environment: environment
        ).text()
        return TmuxSurvey(values: values, features: features?.isEmpty == false ? features : nil)
    }

    private func clipboard() -> ClipboardSurvey {
        let clipboard = Clipboard(environment: environment, folder: "/tmp")
        return ClipboardSurvey(
            programs: clipboard.programs, asksTerminal: clipboard.sequence(for: []) != nil,
            isRemote: !value("SSH_CONNECTION").isEmpty)
    }

    private func disk() -> DiskSurvey {
        let folders = Folders(environment: environment)
        var status = stat()
        let isThere = stat(folders.state, &status) == 0
        // What is not there yet is made in the nearest folder that is.
        var place = folders.state
        while access(place, F_OK) != 0, let slash = place.lastIndex(of: "/"), slash != place.startIndex {
            place = String(place[..<slash])
        }
        var nearest = stat()
        let isFolder = stat(place, &nearest) == 0 && nearest.st_mode & S_IFMT == S_IFDIR
        var system = statvfs()
        let free = statvfs(place, &system) == 0 ? Int(clamping: UInt64(system.f_bavail) * UInt64(system.f_frsize)) : nil
        let state = (try? realPath(".")).map { StateFolder(folders: folders, root: $0).path }
        var survey = DiskSurvey(
            path: shortened(folders.state, home: environment["HOME"]), isThere: isThere,
            canWrite: isFolder && access(place, W_OK | X_OK) == 0, mode: isThere ? status.st_mode & 0o777 : nil,
            freeBytes: free,
            journalBytes: state.map { bytesBelow("\($0)/journal") } ?? 0,
            conversationBytes: state.map { bytesBelow("\($0)/sessions") } ?? 0)
        survey.isForeign = isThere && status.st_uid != getuid()
        return survey
    }

    /// No account answers: a model is the user's own to choose.
    var usesOwnBackend: Bool { (try? AccountDesk(environment: environment).book().account(named: nil)) == nil }

    private func backend() -> DoctorRow {
        do throws(AccountTrouble) {
            guard let account = try AccountDesk(environment: environment).book().account(named: nil) else {
                return DoctorRow(
                    "backend", .passed,
                    "the built-in helper: no account, no network; oropendola login signs in to a server")
            }
            let words = "\(account.address) as \(account.name) (\(account.credential.kind.rawValue))"
            guard account.credential.kind.allowsRealtime else {
                return DoctorRow(
                    "backend", .remark, "\(words): without a session cookie there is no realtime.",
                    advice: "The chat works over HTTP. Signing in with a password brings realtime: oropendola login.")
            }
            return DoctorRow(
                "backend", .passed, words, advice: "oropendola doctor --server \(account.name) looks at its connection."
            )
        } catch {
            return DoctorRow("backend", .failed, error.sentence, advice: "oropendola login signs in anew.")
        }
    }
}

/// The sizes of all files of a folder and the folders in it; 0 for what can't be read, and links followed nowhere.
private func bytesBelow(_ path: String, depth: Int = 0) -> Int {
    guard depth < 8, let folder = opendir(path) else { return 0 }
    defer { closedir(folder) }
    var total = 0
    while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
            tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        var status = stat()
        guard name != ".", name != "..", lstat("\(path)/\(name)", &status) == 0 else { continue }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: total += bytesBelow("\(path)/\(name)", depth: depth + 1)
        case S_IFREG: total += Int(status.st_size)
        default: break
        }
    }
    return total
}
