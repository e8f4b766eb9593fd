// A dead program must not leave a broken terminal: a crash handler for what can be caught, a guardian for the rest.
#define _GNU_SOURCE 1
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "CNcurses.h"

static int tty = -1;
static struct termios former;
static unsigned char undo[1024];
static size_t undo_count;
static atomic_int is_armed;

static int guardian_socket = -1;
static pid_t guardian;

static const int deadly[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGQUIT};
enum { DEADLY = sizeof deadly / sizeof deadly[0] };
static struct sigaction former_actions[DEADLY];
static int is_installed;
static unsigned char spare_stack[64 * 1024];

int cn_restoration_prepare(int descriptor, const uint8_t *bytes, size_t count) {
    if (count > sizeof undo) return EMSGSIZE;
    if (tcgetattr(descriptor, &former) != 0) return errno;
    memcpy(undo, bytes, count);
    undo_count = count;
    tty = descriptor;
    return 0;
}

// Only calls that a signal handler may make.
static void restore(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    if (flags >= 0) fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK);
    size_t done = 0;
    while (done < undo_count) {
        ssize_t count = write(descriptor, undo + done, undo_count - done);
        if (count <= 0) break;
        done += (size_t)count;
    }
    tcsetattr(descriptor, TCSANOW, &former);
}

void cn_restoration_arm(int armed) {
    atomic_store(&is_armed, armed);
    const char word = armed ? 'a' : 'd';
    if (guardian_socket >= 0) send(guardian_socket, &word, 1, MSG_NOSIGNAL);
}

static void on_crash(int number) {
    if (atomic_exchange(&is_armed, 0)) {
        restore(tty);
        const char word = 'd';
        if (guardian_socket >= 0) send(guardian_socket, &word, 1, MSG_NOSIGNAL);
    }
    for (int i = 0; i < DEADLY; i++) {
        if (deadly[i] == number) sigaction(number, &former_actions[i], NULL);
    }
    // Pending until this handler returns, then it ends the process (or reaches the handler that was here before).
    raise(number);
}

void cn_crash_handlers_install(void) {
    if (is_installed) return;
    // A stack overflow leaves no stack to run a handler on.
    stack_t spare = {.ss_sp = spare_stack, .ss_size = sizeof spare_stack};
    sigaltstack(&spare, NULL);
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = SA_ONSTACK};
    sigfillset(&action.sa_mask);
    sigset_t wanted;
    sigemptyset(&wanted);
    for (int i = 0; i < DEADLY; i++) {
        sigaction(deadly[i], &action, &former_actions[i]);
        sigaddset(&wanted, deadly[i]);
    }
    pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
    is_installed = 1;
}

void cn_crash_handlers_remove(void) {
    if (!is_installed) return;
    for (int i = 0; i < DEADLY; i++) sigaction(deadly[i], &former_actions[i], NULL);
    is_installed = 0;
}

// The shell may have its prompt up already: its modes are its own, so only raw modes, which are ours, are undone.
static void restore_after_death(void) {
    struct termios now;
    if (tcgetattr(0, &now) != 0) return;
    if (now.c_lflag & (ICANON | ISIG)) return;
    restore(0);
}

static _Noreturn void guard(int terminal, int news) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    // Its own session: no signal of the terminal or of the job reaches it, and it may write from the background.
    setsid();
    if (chdir("/") != 0) _exit(1);
    prctl(PR_SET_NAME, "tty-guardian");
    terminal = fcntl(terminal, F_DUPFD, 10);
    news = fcntl(news, F_DUPFD, 10);
    if (terminal < 0 || news < 0) _exit(1);
    dup2(terminal, 0);
    dup2(news, 1);
    close_range(2, ~0U, 0);

    int armed = 0;
    for (;;) {
        char word;
        ssize_t count = read(1, &word, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        armed = word == 'a';
    }
    if (armed) restore_after_death();
    _exit(0);
}

int cn_guardian_start(void) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return errno;
    guardian = fork();
    if (guardian == 0) {
        close(ends[0]);
        guard(tty, ends[1]);
    }
    int code = guardian < 0 ? errno : 0;
    close(ends[1]);
    if (code != 0) {
        close(ends[0]);
        return code;
    }
    guardian_socket = ends[0];
    return 0;
}

void cn_guardian_stop(void) {
    if (guardian_socket < 0) return;
    cn_restoration_arm(0);
    close(guardian_socket);
    guardian_socket = -1;
    while (waitpid(guardian, NULL, 0) < 0 && errno == EINTR) {
    }
}
