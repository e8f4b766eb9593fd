// Which models a server has, asked of it.

import Matching
public import ModelWire
public import Transport

/// Asks model servers for their lists.
public struct ModelLookup: Sendable {
    private let transport: any HTTPTransport

    public init(_ transport: any HTTPTransport) { self.transport = transport }

    /// The models of a server, in its order (`GET /v1/models`).
    ///
    /// - Parameters:
    ///   - key: goes to the address's origin alone.
    ///   - timeoutSeconds: for the whole exchange.
    public func models(
        at address: ModelAddress, key: String? = nil, timeoutSeconds: Int = 10
    ) async throws(ModelFailure) -> [ListedModel] {
        let target = ModelTarget(address, name: "", key: key)
        let response: HTTPResponse
        do throws(TransportError) {
            response = try await transport.send(
                HTTPRequest(
                    url: address.listURL, headers: target.headers, timeoutSeconds: timeoutSeconds,
                    maximumBodyBytes: 8 << 20))
        } catch {
            throw ModelFailure(error)
        }
        guard 200...299 ~= response.status else {
            throw ModelFailure(AnswerHead(status: response.status), body: response.body)
        }
        return try ListedModel.list(response.body)
    }

    /// A server's names, the nearest to a wanted one first.
    static func names(_ models: [ListedModel], nearestTo name: String) -> [String] {
        let wanted = Array(name.lowercased().prefix(60))
        return models.prefix(500).enumerated().map {
            ($0.offset, editDistance(wanted, Array($0.element.id.lowercased().prefix(60))))
        }
        .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map { models[$0.0].id }
    }
}
