// Whether a server has live progress at all: one light question, for who only wants to know that.

import Transport

extension FrappeClient {
    private static let presenceSeconds = 3

    /// Begins a handshake of Socket.IO by polling, and goes no further: the server forgets it by itself.
    /// - Returns: nil where no answer came that says it.
    public func hasRealtime(_ session: FrappeSession) async -> Bool? {
        let request = HTTPRequest(
            url: "\(address.origin)/socket.io/?EIO=4&transport=polling",
            headers: Self.headers(session) + [HTTPHeader("Origin", address.origin)],
            timeoutSeconds: Self.presenceSeconds, maximumBodyBytes: 1 << 16)
        guard let answer = try? await transport.send(request) else { return nil }
        // An Engine.IO server greets with `0{…}`; a web page there is somebody else's (Engine.IO protocol 4).
        if answer.status == 200 { return answer.body.starts(with: Array("0{".utf8)) }
        return [404, 405, 410].contains(answer.status) ? false : nil
    }
}
