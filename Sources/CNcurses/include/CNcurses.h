// The only door to ncurses, and to what Swift can't spell: signal handlers, a crash handler, `fork`.
// No curses type, macro or global variable shows here, so Swift sees plain functions over numbers.
#ifndef CNCURSES_H
#define CNCURSES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// --- Screen (screen.c) -------------------------------------------------------------------------------------------

enum cn_attribute { CN_BOLD = 1, CN_DIM = 2, CN_UNDERLINE = 4, CN_REVERSE = 8 };

/// Most scalars that one cell can hold: one base and four that have no width (ncurses 6.4).
enum { CN_CELL_SCALARS = 5 };

/// Takes the character type from the environment (`LC_ALL`, `LC_CTYPE`, `LANG`). 1 when it is UTF-8.
int cn_locale_is_utf8(void);
/// Columns that ncurses counts for a scalar: libc's `wcwidth`, -1 for what it will not print.
int cn_scalar_width(uint32_t scalar);

/// Reads the terminal's description. 1 = found, 0 = no such terminal, -1 = no terminal database.
int cn_terminfo_load(const char *name, int tty);
/// A string capability by its terminfo name (`cup`, `kcuu1`), or NULL when the terminal lacks it.
const char *cn_terminfo_string(const char *name);

/// Forgets how to reset the terminal's colour table: ncurses would do it at every return, and undo the user's own.
void cn_terminfo_keep_colours(void);
/// A number of it, such as `colors`; -1 where it has none.
int cn_terminfo_number(const char *name);

/// A description of the terminal that `cn_terminfo_load` has loaded, for `TERMINFO`: the same, but that colours from 256
/// on are red, green and blue (`0xRRGGBB`). NULL where its colours are not ANSI's. To be freed.
char *cn_terminfo_true_colour(const char *name);
/// The description says itself that it takes red, green and blue (`RGB`, or tmux's `Tc`).
int cn_terminfo_has_true_colour(void);

/// Starts curses on a terminal, in raw mode. 1 on success.
///
/// \param true_colour it takes red, green and blue, whatever its description says.
int cn_screen_open(const char *name, int tty, int true_colour);
/// Back to the shell's modes; the next `cn_screen_flush` enters again.
void cn_screen_leave(void);
/// Leaves and frees everything.
void cn_screen_close(void);
/// Takes raw mode back after somebody else had the terminal.
void cn_screen_reenter(void);
void cn_screen_resize(int rows, int columns);
/// Number of colours, 0 when monochrome; more than 256: from 256 on they are red, green and blue.
int cn_screen_colours(void);
/// Makes a pair; -1 is the terminal's own colour. One that is there changes.
void cn_screen_pair(int pair, int foreground, int background);

/// Puts one cell in the row that is being made; `index` counts cells, not columns. 1 on success.
int cn_row_cell(int index, const uint32_t *scalars, int count, unsigned attributes, int pair);
/// Hands the first `count` cells of the row over to ncurses, starting at an explicit place.
void cn_row_put(int row, int column, int count);
/// The next flush draws every cell again.
void cn_screen_forget(void);
/// Where the cursor stands after the flush; a negative row hides it.
void cn_screen_cursor(int row, int column);
/// Sends the difference to the terminal.
void cn_screen_flush(void);
/// From here to `cn_frame_end` what curses sends is gathered. 0 when it goes to the terminal at once: the frame that enters.
int cn_frame_begin(void);
/// The bytes that were gathered; they stay until the next frame.
size_t cn_frame_end(const uint8_t **bytes);

// --- Signals and waiting (signals.c) -----------------------------------------------------------------------------

/// A descriptor that `cn_wake` makes readable (an eventfd), or -1.
int cn_waker(void);
void cn_wake(int waker);

/// Signals that arrive are remembered and told to the waker. 0 or an errno.
int cn_signals_forward(int waker);
/// The signals since the last call, as a set of bits (`1 << number`).
uint32_t cn_signals_take(void);
/// Gives every signal back to whom it belonged.
void cn_signals_release(void);

enum cn_readiness { CN_INPUT = 1, CN_WAKE = 2, CN_GONE = 4, CN_ROOM = 8 };
/// Sleeps until there is input, a wake-up, `nanoseconds` have passed (negative: no limit), or, where `wants_room`, the
/// terminal takes more.
int cn_wait(int tty, int waker, int64_t nanoseconds, int wants_room);
/// Writes what the terminal takes without making us wait: bytes written, 0 when it takes none now, -1 when it is gone.
ssize_t cn_write_some(int tty, const uint8_t *bytes, size_t count);

/// Stops this process, or with `whole_group` its process group, as Ctrl-Z would. Returns when it goes on.
void cn_stop(int whole_group);
/// Runs a program with the terminal as its three streams and waits. Exit status, 128 + signal, or 127.
int cn_hand_over(char *const arguments[], int tty);

// --- Restoring (restoration.c) -----------------------------------------------------------------------------------

/// Remembers the terminal's modes now and the bytes that undo ours. 0 or an errno.
int cn_restoration_prepare(int tty, const uint8_t *bytes, size_t count);
/// From now on a crash has something to undo / has nothing to undo.
void cn_restoration_arm(int armed);
/// Handlers for SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGQUIT: restore, then die of the same signal.
void cn_crash_handlers_install(void);
void cn_crash_handlers_remove(void);

/// Forks the small process that restores the terminal when this one is killed. 0 or an errno.
int cn_guardian_start(void);
/// Ends it without a word to the terminal.
void cn_guardian_stop(void);

#endif
