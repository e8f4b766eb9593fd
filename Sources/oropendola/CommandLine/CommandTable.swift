// The commands by name: which type parses the words behind each, and what is made of a word that is nearly one.
import ArgumentParser
import Console
import Glibc
import Storage

/// The first word of a command line that is not a message.
enum CommandName: String, CaseIterable {
    case review, sessions, resume, login, logout, whoami, serve, listen, models, config, doctor, demo

    var type: any ParsableCommand.Type {
        switch self {
        case .review: ReviewCommand.self
        case .sessions: SessionsCommand.self
        case .resume: ResumeCommand.self
        case .login: LoginCommand.self
        case .logout: LogoutCommand.self
        case .whoami: WhoamiCommand.self
        case .serve: ServeCommand.self
        case .listen: ListenCommand.self
        case .models: ModelsCommand.self
        case .config: ConfigCommand.self
        case .doctor: DoctorCommand.self
        case .demo: DemoCommand.self
        }
    }

    /// Runs it to the end of the program.
    func begin(_ words: [String]) -> Never {
        switch self {
        case .review: ReviewCommand.begin(ReviewCommand.split(words).words)
        case .login:
            if let problem = LoginOptions.secretProblem(in: words) {
                complain("oropendola login: \(problem)")
                Glibc.exit(2)
            }
            LoginCommand.begin(words)
        default: type.begin(words)
        }
    }

    /// What to say when a command line is wrong that begins with nearly a command.
    static func hint(_ words: [String]) -> String? {
        guard words.count > 1, let name = commandMeant(by: [words[0]], among: allCases.map(\.rawValue)) else {
            return nil
        }
        return "Did you mean `oropendola \(name)`?"
    }

    /// Asks about a single word that is nearly a command, and comes back when it is a message after all.
    static func clarify(_ words: [String]) {
        guard let name = commandMeant(by: words, among: allCases.map(\.rawValue)),
            let meant = CommandName(rawValue: name)
        else { return }
        let word = words[0]
        let question = "oropendola: there is no command \(word). Did you mean `oropendola \(name)`?"
        guard isatty(STDOUT_FILENO) == 1, let terminal = AskedTerminal() else {
            complain("\(question) As a message: oropendola -- \(word)")
            Glibc.exit(2)
        }
        switch terminal.ask("\(question)\ny run it · m send the word as a message · Enter leave: ")?.lowercased() {
        case "y", "yes": meant.begin([])
        case "m", "message": return
        default: Glibc.exit(130)
        }
    }
}

/// The terminal of the person who typed the command line, whatever the streams are.
private struct AskedTerminal {
    private let descriptor: Int32

    /// nil where there is none, or where this program has no right to read from it now.
    init?() {
        descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        guard tcgetpgrp(descriptor) == getpgrp() else {
            close(descriptor)
            return nil
        }
    }

    /// The line that was typed, without blanks around it; nil at its end.
    func ask(_ text: String) -> String? {
        let isUnicode = ConsoleLocale(Folders.environment()).isUnicode
        var shown = ConsoleStyle(isUnicode: isUnicode, usesColour: false).clean(text, keepingLines: true)
        shown.withUTF8 { _ = write(descriptor, $0.baseAddress, $0.count) }
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < 256 {
            let count = read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return nil }
            if byte == UInt8(ascii: "\n") { break }
            if byte != UInt8(ascii: " ") { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension ParsableCommand {
    /// Parses and runs. Usage errors exit 2, as the documented exit codes say; ArgumentParser's own code is 64.
    ///
    /// - Parameter hint: a line that follows such an error.
    static func begin(_ words: [String], hint: String? = nil) -> Never {
        do {
            var command = try parseAsRoot(words)
            try command.run()
            Glibc.exit(0)
        } catch let status as ExitCode {
            Glibc.exit(status.rawValue)
        } catch {
            let status = exitCode(for: error)
            let text = fullMessage(for: error)
            if status == .success {
                print(text)
                Glibc.exit(0)
            }
            complain(text)
            if let hint { complain(hint) }
            Glibc.exit(status == .validationFailure ? 2 : status.rawValue)
        }
    }
}
