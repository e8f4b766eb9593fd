// Streamed replies through AsyncHTTPClient, as `StreamingHTTPTransport` promises them.
import AsyncHTTPClient
import NIOCore
public import Transport

extension NIOHTTPTransport: StreamingHTTPTransport {
    /// See `StreamingHTTPTransport.stream`.
    public func stream(
        _ request: HTTPRequest, _ take: (HTTPStreamEvent) async -> HTTPStreamDemand
    ) async throws(TransportError) {
        let dial = try dial(request)
        let client = try await clients.client(for: dial)
        var timer: Int?
        switch await take(.opening) {
        case .enough: return
        case .more(let milliseconds): timer = milliseconds
        }
        var request = request
        for redirect in 0...Self.maximumRedirects {
            let mayFollow = redirect < Self.maximumRedirects
            guard let next = try await exchange(request, dial, client, mayFollow, &timer, take) else { return }
            request = next
        }
    }

    /// One request and its reply; where a redirect leads that is followed.
    private func exchange(
        _ request: HTTPRequest, _ dial: Dial, _ client: HTTPClient, _ mayFollow: Bool, _ timer: inout Int?,
        _ take: (HTTPStreamEvent) async -> HTTPStreamDemand
    ) async throws(TransportError) -> HTTPRequest? {
        var plain = request
        // A compressor would hold pieces back.
        plain.headers.append(HTTPHeader("Accept-Encoding", "identity"))
        // Before anything waits for a time: this may throw.
        let outgoing = try outgoing(plain)
        let reader = ReplyStream(on: EventLoops.next(), silenceSeconds: request.timeoutSeconds)
        if let milliseconds = timer { reader.startTimer(milliseconds: milliseconds) }
        timer = nil
        let task = client.execute(request: outgoing, delegate: reader)
        // It is told to the delegate as well, but where the client is shut down.
        task.futureResult.whenFailure { reader.fail($0) }
        defer {
            reader.close()
            // After the end it does nothing.
            task.cancel()
        }
        do {
            return try await withTaskCancellationHandler {
                try await read(reader, request, dial, mayFollow, take)
            } onCancel: {
                task.cancel()
            }
        } catch let error as TransportError {
            throw error
        } catch {
            throw TransportError(error, for: request)
        }
    }

    private func read(
        _ reader: ReplyStream, _ request: HTTPRequest, _ dial: Dial, _ mayFollow: Bool,
        _ take: (HTTPStreamEvent) async -> HTTPStreamDemand
    ) async throws(TransportError) -> HTTPRequest? {
        while true {
            let event: HTTPStreamEvent
            switch await reader.next() {
            case .ended: return nil
            case .failed(let error as TransportError): throw error
            case .failed(let error): throw await failure(error, wasSent: reader.wasSent, dial, request)
            case .event(let next): event = next
            }
            if mayFollow, case .head(let status, let headers) = event,
                let next = request.redirected(by: HTTPResponse(status: status, headers: headers))
            {
                return next
            }
            guard case .more(let milliseconds) = await take(event) else { return nil }
            if let milliseconds { reader.startTimer(milliseconds: milliseconds) }
            if Task.isCancelled { throw .cancelled }
        }
    }
}
