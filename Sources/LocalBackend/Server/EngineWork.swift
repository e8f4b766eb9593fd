// The one place of the server that starts tasks: an engine works beside the event loop, and its words come back to it.

import NIOCore

/// A chat request that an engine works on.
struct EngineWork: Sendable {
    private let task: Task<Void, Never>

    /// - Parameters:
    ///   - publish: called for each event, in order; the next comes after it returned.
    ///   - done: called once, with the reply.
    init(
        _ engine: any Engine, _ request: EngineRequest,
        publish: @escaping @Sendable (EngineEvent, any EventLoop) async -> Void,
        done: @escaping @Sendable (EngineReply, any EventLoop) -> Void, on loop: any EventLoop
    ) {
        task = Task {
            let reply = await engine.reply(to: request) { event in await publish(event, loop) }
            done(reply, loop)
        }
    }

    func cancel() { task.cancel() }
}
