// The monitor of libdispatch's pool is a timer that only that file knows. The linker gives us its two calls that make it
// (`--wrap`), and the runtime tells of work before it is handed over: enough to stop the timer and to start it again.
// What a sleep wakes does not come this way. It has the pool's own threads, and the first work that it hands on starts the
// timer; only threads that all block without any new work would wait for good, and nothing here blocks the pool's threads.
#include "CIdlePool.h"
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

static const uint64_t SECOND = 1000000000, NEVER = ~0ull;
// Looks without any work in between before it stops: a pool that is stuck has had so many chances of another thread.
enum { IDLE_LOOKS = 2 };

// dispatch/time.h, dispatch/source.h
extern uint64_t dispatch_time(uint64_t from, int64_t nanoseconds);
extern void __real_dispatch_source_set_timer(void *, uint64_t, uint64_t, uint64_t) __attribute__((weak));
extern void __real_dispatch_source_set_event_handler_f(void *, void (*)(void *)) __attribute__((weak));

// Concurrency/ConcurrencyHooks.h of the Swift runtime
typedef __attribute__((swiftcall)) void (*enqueue_original)(void *job);
extern __attribute__((swiftcall)) void (*swift_task_enqueueGlobal_hook)(void *job, enqueue_original original);

static void *_Atomic made, *_Atomic monitor;
static void (*look)(void *);
static atomic_int idle_looks;
static atomic_bool is_asleep;

static void wake_up(void) {
    if (!atomic_exchange(&is_asleep, 0)) return;
    __real_dispatch_source_set_timer(monitor, dispatch_time(0, (int64_t)SECOND), SECOND, 0);
}

static __attribute__((swiftcall)) void enqueue(void *job, enqueue_original original) {
    if (atomic_load(&idle_looks) != 0) atomic_store(&idle_looks, 0);
    if (atomic_load(&is_asleep)) wake_up();
    original(job);
}

static void look_while_busy(void *context) {
    look(context);
    // Without word of new work it must not stop.
    if (swift_task_enqueueGlobal_hook != enqueue || atomic_fetch_add(&idle_looks, 1) < IDLE_LOOKS) return;
    __real_dispatch_source_set_timer(monitor, NEVER, NEVER, 0);
    atomic_store(&is_asleep, 1);
    // Work that came meanwhile has not seen that it sleeps.
    if (atomic_load(&idle_looks) == 0) wake_up();
}

void __wrap_dispatch_source_set_timer(void *source, uint64_t start, uint64_t interval, uint64_t leeway) {
    // The first timer of a second without leeway: it is made with the pool's first thread.
    if (made == NULL && interval == SECOND && leeway == 0) made = source;
    __real_dispatch_source_set_timer(source, start, interval, leeway);
}

void __wrap_dispatch_source_set_event_handler_f(void *source, void (*handler)(void *)) {
    if (source == NULL || source != made || monitor != NULL) {
        __real_dispatch_source_set_event_handler_f(source, handler);
        return;
    }
    look = handler;
    monitor = source;
    __real_dispatch_source_set_event_handler_f(source, look_while_busy);
}

void idle_pool_sleeps(void) {
    if (__real_dispatch_source_set_timer == NULL || swift_task_enqueueGlobal_hook != NULL) return;
    swift_task_enqueueGlobal_hook = enqueue;
}
