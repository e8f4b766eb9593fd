// Signals as facts that the loop reads when it wakes, and the one place where the loop sleeps.
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "CNcurses.h"

static const int forwarded[] = {SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGCONT, SIGTSTP};
enum { FORWARDED = sizeof forwarded / sizeof forwarded[0] };

static struct sigaction former[FORWARDED];
static volatile sig_atomic_t is_forwarding;
static volatile sig_atomic_t wake_descriptor = -1;
static _Atomic uint32_t arrived;

int cn_waker(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

// Also called in a signal handler.
void cn_wake(int waker) {
    const uint64_t one = 1;
    ssize_t written = write(waker, &one, sizeof one);
    (void)written;
}

static void on_signal(int number) {
    int kept = errno;
    atomic_fetch_or(&arrived, UINT32_C(1) << number);
    if (wake_descriptor >= 0) cn_wake(wake_descriptor);
    errno = kept;
}

static void forwarding_action(struct sigaction *action) {
    *action = (struct sigaction){0};
    action->sa_handler = on_signal;
    action->sa_flags = SA_RESTART | SA_ONSTACK;
    sigfillset(&action->sa_mask);
}

int cn_signals_forward(int waker) {
    wake_descriptor = waker;
    struct sigaction action;
    forwarding_action(&action);
    sigset_t wanted;
    sigemptyset(&wanted);
    for (int i = 0; i < FORWARDED; i++) {
        sigaddset(&wanted, forwarded[i]);
        if (sigaction(forwarded[i], &action, is_forwarding ? NULL : &former[i]) != 0) return errno;
    }
    is_forwarding = 1;
    // Some starters leave signals blocked in their children.
    pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
    return 0;
}

uint32_t cn_signals_take(void) { return atomic_exchange(&arrived, 0); }

void cn_signals_release(void) {
    if (!is_forwarding) return;
    for (int i = 0; i < FORWARDED; i++) sigaction(forwarded[i], &former[i], NULL);
    is_forwarding = 0;
    wake_descriptor = -1;
}

int cn_wait(int tty, int waker, int64_t nanoseconds, int wants_room) {
    struct pollfd watched[2] = {
        {.fd = tty, .events = wants_room ? POLLIN | POLLOUT : POLLIN}, {.fd = waker, .events = POLLIN}};
    struct timespec limit = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
    int count = ppoll(watched, 2, nanoseconds < 0 ? NULL : &limit, NULL);
    if (count < 0) return errno == EINTR ? CN_WAKE : CN_GONE;
    int ready = 0;
    if (watched[0].revents & POLLIN) ready |= CN_INPUT;
    else if (watched[0].revents & ~POLLOUT) ready |= CN_GONE;
    if (watched[0].revents & POLLOUT) ready |= CN_ROOM;
    if (watched[1].revents) {
        uint64_t sum;
        ssize_t size = read(waker, &sum, sizeof sum);
        (void)size;
        ready |= CN_WAKE;
    }
    return ready;
}

// The flag belongs to the open terminal, which a crash handler, curses and perhaps a shell write to as well: it is set
// for the moment of the call alone.
ssize_t cn_write_some(int tty, const uint8_t *bytes, size_t count) {
    int flags = fcntl(tty, F_GETFL);
    if (flags < 0) return -1;
    fcntl(tty, F_SETFL, flags | O_NONBLOCK);
    ssize_t written = write(tty, bytes, count);
    int code = errno;
    fcntl(tty, F_SETFL, flags);
    if (written >= 0) return written;
    return code == EAGAIN || code == EINTR ? 0 : -1;
}

void cn_stop(int whole_group) {
    struct sigaction plain = {.sa_handler = SIG_DFL}, ours;
    sigaction(SIGTSTP, &plain, &ours);
    // Sent from the main thread, the signal takes effect before `kill` returns. In an orphaned group it does nothing.
    kill(whole_group ? 0 : getpid(), SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
}

static int wait_for(pid_t child) {
    int status;
    for (;;) {
        if (waitpid(child, &status, WUNTRACED) < 0) {
            if (errno == EINTR) continue;
            return 127;
        }
        if (WIFEXITED(status)) return WEXITSTATUS(status);
        if (WIFSIGNALED(status)) return 128 + WTERMSIG(status);
        // It was stopped alone: the shell must see us stopped too, or nobody could go on.
        kill(getpid(), SIGSTOP);
        kill(child, SIGCONT);
    }
}

int cn_hand_over(char *const arguments[], int tty) {
    // Ctrl-C and Ctrl-Z belong to the child now, as in system(3).
    struct sigaction ignored = {.sa_handler = SIG_IGN}, plain = {.sa_handler = SIG_DFL}, interrupt, stop;
    sigaction(SIGINT, &ignored, &interrupt);
    sigaction(SIGTSTP, &plain, &stop);

    posix_spawn_file_actions_t streams;
    posix_spawn_file_actions_init(&streams);
    for (int i = 0; i < 3; i++) posix_spawn_file_actions_adddup2(&streams, tty, i);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t defaults, none;
    sigemptyset(&none);
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGINT);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);

    pid_t child;
    int status = 127;
    if (posix_spawnp(&child, arguments[0], &streams, &attributes, arguments, environ) == 0) status = wait_for(child);

    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&streams);
    sigaction(SIGTSTP, &stop, NULL);
    sigaction(SIGINT, &interrupt, NULL);
    return status;
}
