// Starting a program: what a command of the agent's, git and a clipboard's program have in common.
package import Glibc
package import Storage

/// Starts a program, looked up in the `PATH` of this process, with signals as in a fresh shell; its number.
///
/// - Parameters:
///   - leadsGroup: it is the first of a process group of its own.
///   - leadsSession: it has no terminal, so that it can't take keys from it.
///   - files: says what its standard channels are. Every other file of ours closes itself.
package func startChild(
    _ words: [String], environment: [String: String], leadsGroup: Bool = false, leadsSession: Bool = false,
    files: (inout posix_spawn_file_actions_t) -> Void
) throws(FileError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    files(&actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    if leadsGroup { posix_spawnattr_setpgroup(&attributes, 0) }
    // POSIX_SPAWN_SETSID of glibc's spawn.h, which shows it with _GNU_SOURCE alone.
    let session: Int32 = 0x80
    let flags =
        POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | (leadsGroup ? POSIX_SPAWN_SETPGROUP : 0)
        | (leadsSession ? session : 0)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    let rows = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var child: pid_t = 0
    let code = withCStrings(words) { pointers in
        withCStrings(rows) { posix_spawnp(&child, words[0], &actions, &attributes, pointers, $0) }
    }
    guard code == 0 else { throw FileError("start", words[0], code: code) }
    return child
}

/// Calls with the texts as C wants them: a list that ends in a null pointer.
private func withCStrings<Result>(
    _ texts: [String], _ call: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return call(pointers)
}
