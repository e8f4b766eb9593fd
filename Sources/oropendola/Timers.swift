// The application asks to be woken; this is what wakes it.
import App
import Synchronization

/// One sleeping task per timer; starting a timer that runs starts it anew.
final class Timers: Sendable {
    private let running = Mutex<[AppTimer: Task<Void, Never>]>([:])
    private let post: @Sendable (AppTimer) async -> Void

    init(post: @escaping @Sendable (AppTimer) async -> Void) {
        self.post = post
    }

    func start(_ timer: AppTimer, milliseconds: Int) {
        let post = post
        let sleeper = Task {
            do {
                try await ContinuousClock().sleep(for: .milliseconds(milliseconds), tolerance: .zero)
            } catch {
                return  // Stopped, or started anew.
            }
            guard !Task.isCancelled else { return }
            await post(timer)
        }
        running.withLock { $0.updateValue(sleeper, forKey: timer)?.cancel() }
    }

    func stop(_ timer: AppTimer) {
        running.withLock { $0.removeValue(forKey: timer)?.cancel() }
    }
}
