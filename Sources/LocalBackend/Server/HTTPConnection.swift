// One TCP connection that speaks HTTP: whole requests in, answers out, with a deadline for everything that is slow.

import NIOCore
import NIOHTTP1
import NIOWebSocket
import Scenarios

/// Collects requests and writes their answers, one at a time. Lives on the event loop.
final class HTTPConnection: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        case idle
        case receiving(ServerRequest, isKeptAlive: Bool, limit: Int)
        case answering(isKeptAlive: Bool)
        /// The last answer is out; what still comes is thrown away.
        case draining
    }

    private let core: ServerCore
    private let decoder: ByteToMessageHandler<HTTPRequestDecoder>
    private let encoder = HTTPResponseEncoder()
    private let pipelining = HTTPServerPipelineHandler()
    private let protocolErrors = HTTPServerProtocolErrorHandler()
    private var state = State.idle
    /// The body so far; not in the state, where each part would copy it.
    private var body: [UInt8] = []
    private var context: ChannelHandlerContext?
    private var deadline: Scheduled<Void>?
    /// What is noted of the request when it is answered; nil where nothing is.
    private var noted: NotedRequest?
    /// What to do when the peer goes away before its answer.
    private var onLeave: (() -> Void)?

    init(core: ServerCore, decoder: ByteToMessageHandler<HTTPRequestDecoder>) {
        self.core = core
        self.decoder = decoder
    }

    /// Adds itself and all that speaks HTTP.
    func addToPipeline(of channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(encoder)
        try pipeline.addHandler(decoder)
        try pipeline.addHandler(pipelining)
        try pipeline.addHandler(protocolErrors)
        try pipeline.addHandler(self)
        try offerUpgrade(on: channel)
    }

    /// Lets the next request become a websocket. NIO's handler for that looks at one request and goes.
    private func offerUpgrade(on channel: any Channel) throws {
        let upgrade = HTTPServerUpgradeHandler(
            upgraders: [core.upgrader], httpEncoder: encoder,
            extraHTTPHandlers: [decoder, pipelining, protocolErrors, self], upgradeCompletionHandler: { _ in })
        try channel.pipeline.syncOperations.addHandler(upgrade, position: .before(self))
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { wait(core.limits.requestMilliseconds) }
    }

    func channelActive(context: ChannelHandlerContext) {
        wait(core.limits.requestMilliseconds)
        context.fireChannelActive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { leave() }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    private func dropBody() {
        core.release(body.count)
        body = []
    }

    private func leave() {
        dropBody()
        deadline?.cancel()
        deadline = nil
        context = nil
        let action = onLeave
        onLeave = nil
        action?()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The upgrade was refused: the request comes to us as any other, and is answered.
        if error is NIOWebSocketUpgradeError { return }
        // Broken HTTP has been answered with 400 by the handler in front of us.
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (Self.unwrapInboundIn(data), state) {
        case (.head(let head), .idle): begin(head)
        case (.body(let buffer), .receiving(_, _, let limit)):
            guard body.count + buffer.readableBytes <= limit else {
                return refuse(
                    FrappeAnswer.failure(413, "RequestEntityTooLarge", "The body is too large.", closes: true))
            }
            guard core.hold(buffer.readableBytes) else {
                return refuse(FrappeAnswer.tooMany("The server has too much to read.", seconds: 3))
            }
            body += buffer.readableBytesView
        case (.end, .receiving(var request, let isKeptAlive, _)):
            deadline?.cancel()
            deadline = nil
            state = .answering(isKeptAlive: isKeptAlive)
            request.body = body
            dropBody()
            core.handle(request, from: self)
        case (_, .draining), (_, .answering): break
        case (.body, .idle), (.end, .idle), (.head, .receiving): context.close(promise: nil)
        }
    }

    private func begin(_ head: HTTPRequestHead) {
        wait(core.limits.requestMilliseconds)
        guard let context else { return }
        let request = core.request(head, context.channel)
        noted = core.noted(request)
        if let refusal = core.refusal(of: request) {
            return refuse(refusal)
        }
        let limit = core.routes.bodyLimit(of: request)
        if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }), length > limit {
            return refuse(FrappeAnswer.failure(413, "RequestEntityTooLarge", "The body is too large.", closes: true))
        }
        state = .receiving(request, isKeptAlive: head.isKeepAlive, limit: limit)
        core.begins(request, on: self)
        if head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) {
            context.writeAndFlush(
                Self.wrapOutboundOut(.head(.init(version: .http1_1, status: .continue))), promise: nil)
        }
    }

    /// Answers before the request is all here. Its rest is read for a while, since closing on unread bytes would take
    /// the answer away from the peer (RFC 9112 §9.6).
    private func refuse(_ answer: ServerAnswer) {
        state = .draining
        dropBody()
        wait(core.limits.drainMilliseconds)
        write(answer, then: .output)
    }

    /// Sends the answer to the request that was handed to the core, whole or begun.
    func answer(_ answer: ServerAnswer) {
        if case .receiving = state {
            onLeave = nil
            return refuse(answer)
        }
        guard case .answering(let isKeptAlive) = state else { return }
        onLeave = nil
        guard isKeptAlive, !answer.closes, let context, (try? offerUpgrade(on: context.channel)) != nil else {
            state = .draining
            return write(answer, then: .all)
        }
        state = .idle
        wait(core.limits.idleMilliseconds)
        write(answer, then: nil)
    }

    /// Sends a fault in the place of an answer; the connection ends with it.
    func play(_ answer: PlayedAnswer) {
        guard case .answering = state, let context,
            let below = try? context.pipeline.syncOperations.context(handler: encoder)
        else { return }
        onLeave = nil
        state = .draining
        core.note(noted, status: answer.status)
        AnswerPlay(answer, on: below).begin()
    }

    /// Runs `action` if the peer leaves before its answer.
    func whenLeft(_ action: @escaping () -> Void) {
        guard context != nil else { return action() }
        onLeave = action
    }

    func close() { context?.close(promise: nil) }

    private func write(_ answer: ServerAnswer, then close: CloseMode?) {
        core.note(noted, status: answer.status)
        guard let context else { return }
        var headers = HTTPHeaders([
            ("Content-Type", answer.contentType), ("Content-Length", "\(answer.body.count)"),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
        ])
        for cookie in answer.cookies { headers.add(name: "Set-Cookie", value: cookie) }
        for header in answer.headers { headers.add(name: header.name, value: header.value) }
        if close != nil { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        if !answer.body.isEmpty {
            context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        }
        let written = context.eventLoop.makePromise(of: Void.self)
        if let close {
            let channel = context.channel
            written.futureResult.whenComplete { _ in channel.close(mode: close, promise: nil) }
        }
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: written)
    }

    private func wait(_ milliseconds: Int) {
        deadline?.cancel()
        guard let context else { return }
        let channel = context.channel
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(milliseconds))) {
            self.core.deadlinePassed(isInRequest: self.isInRequest)
            channel.close(promise: nil)
        }
    }

    /// Whether a request has begun to come, and not ended.
    private var isInRequest: Bool { if case .receiving = state { true } else { false } }

    /// Whether nothing is asked now.
    var isIdle: Bool { if case .idle = state { true } else { false } }
}

extension ServerRequest {
    init(_ head: HTTPRequestHead) {
        self.init(
            method: head.method.rawValue, target: head.uri, headers: head.headers.map { ($0.name, $0.value) })
    }
}
