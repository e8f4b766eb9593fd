// Rooms that the program asked to hear: the server forgets them with the connection, so we remember.

import JSON
import SocketIO
import SocketIOClient

extension RealtimeClient {
    /// Rooms beyond these are refused: Frappe bounds them as well.
    static let maximumSubscriptions = 256

    /// Hears this room too, now and after every reconnect. False when there are too many.
    @discardableResult
    public func subscribe(_ subscription: RealtimeSubscription) async -> Bool {
        guard !subscriptions.contains(subscription) else { return true }
        guard subscriptions.count < Self.maximumSubscriptions else { return false }
        subscriptions.append(subscription)
        // Without a connection it is sent with the others, after the join.
        if isConnected { await send(subscription.subscribe) }
        return true
    }

    public func unsubscribe(_ subscription: RealtimeSubscription) async {
        guard let index = subscriptions.firstIndex(of: subscription) else { return }
        subscriptions.remove(at: index)
        if isConnected { await send(subscription.unsubscribe) }
    }

    func subscribeAnew() async {
        for subscription in subscriptions { await send(subscription.subscribe) }
    }

    private func send(_ message: (event: String, arguments: [JSONValue])) async {
        // A connection that is gone is followed by another, and by all subscriptions.
        try? await socket.emit(message.event, SocketArguments(message.arguments))
    }
}
