// ncurses as an output device: about twenty calls, no windows, no input.
#define _GNU_SOURCE 1
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

#include "CNcurses.h"

static SCREEN *screen;
static FILE *stream;
static cchar_t *cells;
static int capacity;
static int cursor_shown = 1;
// Where the bytes of a frame are gathered, so that a slow terminal takes them at its own pace and nobody waits for it.
static int page = -1;
enum { MOST_KEPT = 65536 };
static uint8_t *gathered;
static size_t gathered_room;
static int own_tty = -1;

int cn_locale_is_utf8(void) {
    if (setlocale(LC_CTYPE, "") == NULL) return 0;
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int cn_scalar_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

// ncurses 6.4 flushes at every cursor movement until its screen was left once, a write(2) for each few bytes. So leave it
// once, into nothing, before the first frame enters it.
static void leave_once_unseen(int own, int tty) {
    int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nothing < 0) return;
    if (dup3(nothing, own, O_CLOEXEC) >= 0) {
        endwin();
        dup3(tty, own, O_CLOEXEC);
    }
    close(nothing);
}

// ncurses speaks of red, green and blue only with descriptions that are made for it, which few machines have, and those
// leave the user's palette but eight colours. So it gets one of our own making, by the one door that it has for that.
static SCREEN *open_screen(const char *name, int true_colour) {
    char *ours = true_colour || cn_terminfo_has_true_colour() ? cn_terminfo_true_colour(name) : NULL;
    SCREEN *opened = NULL;
    if (ours != NULL) {
        const char *value = getenv("TERMINFO");
        char *former = value == NULL ? NULL : strdup(value);
        setenv("TERMINFO", ours, 1);
        opened = newterm((char *)name, stream, stream);
        if (former == NULL) unsetenv("TERMINFO");
        else setenv("TERMINFO", former, 1);
        free(former);
        free(ours);
    }
    return opened != NULL ? opened : newterm((char *)name, stream, stream);
}

int cn_screen_open(const char *name, int tty, int true_colour) {
    int own = fcntl(tty, F_DUPFD_CLOEXEC, 3);
    if (own < 0) return 0;
    stream = fdopen(own, "w");
    if (stream == NULL) {
        close(own);
        return 0;
    }
    screen = open_screen(name, true_colour);
    if (screen == NULL) {
        fclose(stream);
        stream = NULL;
        return 0;
    }
    raw();
    noecho();
    nonl();
    // ncurses must not look at the input: it would put off painting while keys are waiting.
    typeahead(-1);
    leaveok(stdscr, FALSE);
    // The terminal moves rows itself where they only move: a new line at the end of a long answer is then one row of bytes
    // and not a screen of them.
    idlok(stdscr, TRUE);
    if (has_colors()) {
        start_color();
        use_default_colors();
    }
    cn_terminfo_keep_colours();
    leave_once_unseen(own, tty);
    own_tty = tty;
    page = memfd_create("frame", MFD_CLOEXEC);
    return 1;
}

void cn_screen_leave(void) {
    if (cursor_shown == 0) curs_set(1);
    cursor_shown = 1;
    endwin();
}

void cn_screen_close(void) {
    if (screen == NULL) return;
    if (!isendwin()) cn_screen_leave();
    delscreen(screen);
    fclose(stream);
    free(cells);
    free(gathered);
    if (page >= 0) close(page);
    page = -1;
    gathered = NULL;
    gathered_room = 0;
    screen = NULL;
    stream = NULL;
    cells = NULL;
    capacity = 0;
}

void cn_screen_reenter(void) {
    reset_prog_mode();
    clearok(curscr, TRUE);
}

// Not `resizeterm`: that one also queues a key that nobody reads.
void cn_screen_resize(int rows, int columns) {
    if (rows == LINES && columns == COLS) return;
    resize_term(rows, columns);
}

int cn_screen_colours(void) { return has_colors() ? COLORS : 0; }

void cn_screen_pair(int pair, int foreground, int background) {
    init_extended_pair(pair, foreground, background);
}

int cn_row_cell(int index, const uint32_t *scalars, int count, unsigned attributes, int pair) {
    if (index >= capacity) {
        int wanted = index + 256;
        cchar_t *larger = realloc(cells, (size_t)wanted * sizeof(cchar_t));
        if (larger == NULL) return 0;
        cells = larger;
        capacity = wanted;
    }
    wchar_t text[CN_CELL_SCALARS + 1];
    int length = count > CN_CELL_SCALARS ? CN_CELL_SCALARS : count;
    for (int i = 0; i < length; i++) text[i] = (wchar_t)scalars[i];
    text[length] = 0;
    attr_t look = A_NORMAL;
    if (attributes & CN_BOLD) look |= A_BOLD;
    if (attributes & CN_DIM) look |= A_DIM;
    if (attributes & CN_UNDERLINE) look |= A_UNDERLINE;
    if (attributes & CN_REVERSE) look |= A_REVERSE;
    return setcchar(&cells[index], text, look, (short)pair, NULL) == OK;
}

void cn_row_put(int row, int column, int count) {
    if (count > 0) mvwadd_wchnstr(stdscr, row, column, cells, count);
}

void cn_screen_forget(void) { clearok(curscr, TRUE); }

void cn_screen_cursor(int row, int column) {
    int shown = row >= 0;
    if (shown) wmove(stdscr, row, column);
    if (shown != cursor_shown) curs_set(shown);
    cursor_shown = shown;
}

void cn_screen_flush(void) {
    wnoutrefresh(stdscr);
    doupdate();
}

int cn_frame_begin(void) {
    // What enters curses changes modes, too, which only a terminal has.
    if (page < 0 || isendwin()) return 0;
    return dup3(page, fileno(stream), O_CLOEXEC) >= 0;
}

size_t cn_frame_end(const uint8_t **bytes) {
    dup3(own_tty, fileno(stream), O_CLOEXEC);
    off_t size = lseek(page, 0, SEEK_CUR);
    if (size > 0 && (size_t)size > gathered_room) {
        uint8_t *larger = realloc(gathered, (size_t)size);
        if (larger == NULL) size = 0;
        else {
            gathered = larger;
            gathered_room = (size_t)size;
        }
    }
    ssize_t got = size > 0 ? pread(page, gathered, (size_t)size, 0) : 0;
    // What lies there is written over by the next frame; giving its memory back each time costs more than the frame.
    if ((size > MOST_KEPT && ftruncate(page, 0) != 0) || lseek(page, 0, SEEK_SET) != 0) {
        close(page);
        page = -1;
    }
    *bytes = gathered;
    return got > 0 ? (size_t)got : 0;
}
