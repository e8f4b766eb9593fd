// The terminal's description. A file of its own: term.h makes macros of words like `columns` and `lines`.
#include "CNcurses.h"

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <term.h>

int cn_terminfo_load(const char *name, int tty) {
    int answer = 0;
    setupterm((char *)name, tty, &answer);
    return answer;
}

const char *cn_terminfo_string(const char *name) {
    const char *value = tigetstr((char *)name);
    return value == (const char *)-1 ? NULL : value;
}

int cn_terminfo_number(const char *name) {
    int value = tigetnum((char *)name);
    return value < 0 ? -1 : value;
}

// Emptied where ncurses reads it; term.h's `orig_colors` is only a copy.
void cn_terminfo_keep_colours(void) {
    char *reset = tigetstr("oc");
    if (reset != NULL && reset != (char *)-1) reset[0] = 0;
}
