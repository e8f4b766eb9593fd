// A reply gathered on the event loop, and the knowledge whether its request ever left us.
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// The client's streaming body loses the end of a reply whose connection is closed behind it; this does not.
final class ReplyReader: HTTPClientResponseDelegate {
    typealias Response = HTTPClient.Response

    private let reply: ResponseAccumulator
    private let isSent = Atomic(false)

    /// Whether the request's head went to a server. A request that did not may be sent again without harm.
    var wasSent: Bool { isSent.load(ordering: .acquiring) }

    init(_ request: HTTPClient.Request, maximumBodyBytes: Int) {
        reply = ResponseAccumulator(request: request, maxBodySize: maximumBodyBytes)
    }

    func didSendRequestHead(task: HTTPClient.Task<Response>, _ head: HTTPRequestHead) {
        isSent.store(true, ordering: .releasing)
    }

    func didVisitURL(task: HTTPClient.Task<Response>, _ request: HTTPClient.Request, _ head: HTTPResponseHead) {
        reply.didVisitURL(task: task, request, head)
    }

    func didReceiveHead(task: HTTPClient.Task<Response>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        reply.didReceiveHead(task: task, head)
    }

    func didReceiveBodyPart(task: HTTPClient.Task<Response>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        reply.didReceiveBodyPart(task: task, buffer)
    }

    func didReceiveError(task: HTTPClient.Task<Response>, _ error: any Error) {
        reply.didReceiveError(task: task, error)
    }

    func didFinishRequest(task: HTTPClient.Task<Response>) throws -> Response {
        try reply.didFinishRequest(task: task)
    }
}
