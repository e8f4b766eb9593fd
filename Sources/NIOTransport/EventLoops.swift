// One thread for everything that waits for the network, shared by client and server code of a program.
import NIOCore
import NIOPosix

/// The event loops behind this module's transports: NIO's process-wide group, so that a server in the same process
/// runs on the same thread. Nothing starts before the first connection.
public enum EventLoops {
    /// Makes the process-wide group one thread instead of one per core. Call it once, at the start of the program,
    /// before anything of NIO is used; a second call ends the program.
    public static func limitToOneThread() {
        NIOSingletons.groupLoopCountSuggestion = 1
    }

    static var shared: MultiThreadedEventLoopGroup { .singleton }

    static func next() -> any EventLoop { shared.next() }
}
