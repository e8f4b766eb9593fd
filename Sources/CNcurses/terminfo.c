// The terminal's description. A file of its own: term.h makes macros of words like `columns` and `lines`.
#include "CNcurses.h"

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <term.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static int is(const char *name, const char *other) { return strcmp(name, other) == 0; }

int cn_terminfo_has_true_colour(void) {
    return tigetflag("Tc") > 0 || tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || cn_terminfo_string("RGB") != NULL;
}

// A compiled description (term(5), "extended number format"), as it is written: little-endian, with two halves.
struct description {
    uint8_t bytes[32768];
    size_t used;
};

static void put(struct description *to, int byte) {
    if (to->used < sizeof to->bytes) to->bytes[to->used++] = (uint8_t)byte;
}

static void put_short(struct description *to, int value) {
    put(to, value & 0xFF);
    put(to, value >> 8 & 0xFF);
}

static void put_text(struct description *to, const char *text) {
    do put(to, *text);
    while (*text++ != 0);
}

static void put_even(struct description *to) {
    if (to->used % 2 == 1) put(to, 0);
}

// What a capability is in ours: colours 0 to 15 and the table of 256 as xterm has them, red, green and blue above. Nothing
// that changes the user's colours, or that would be asked instead.
static const char *our_string(const char *name) {
    if (is(name, "setaf"))
        return "\033[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e%p1%{256}%<%t38;5;%p1%d%e"
               "38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m";
    if (is(name, "setab"))
        return "\033[%?%p1%{8}%<%t4%p1%d%e%p1%{16}%<%t10%p1%{8}%-%d%e%p1%{256}%<%t48;5;%p1%d%e"
               "48;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m";
    if (is(name, "setf") || is(name, "setb") || is(name, "scp") || is(name, "initc") || is(name, "initp") || is(name, "oc"))
        return NULL;
    if (is(name, "op")) return "\033[39;49m";
    return cn_terminfo_string(name);
}

static int our_number(const char *name) {
    if (is(name, "colors")) return 0x1000000;
    if (is(name, "pairs")) return 0x7FFF;
    return is(name, "ncv") ? -1 : cn_terminfo_number(name);
}

static void put_ours(struct description *to, const char *name) {
    int flags = 0, numbers = 0, strings = 0, size = 0;
    while (boolnames[flags] != NULL) flags++;
    while (numnames[numbers] != NULL) numbers++;
    for (; strnames[strings] != NULL; strings++) {
        const char *text = our_string(strnames[strings]);
        if (text != NULL) size += (int)strlen(text) + 1;
    }
    put_short(to, 01036);
    put_short(to, (int)strlen(name) + 1);
    put_short(to, flags);
    put_short(to, numbers);
    put_short(to, strings);
    put_short(to, size);
    put_text(to, name);
    for (int i = 0; i < flags; i++) put(to, !is(boolnames[i], "ccc") && tigetflag((char *)boolnames[i]) > 0);
    put_even(to);
    for (int i = 0; i < numbers; i++) {
        int number = our_number(numnames[i]);
        put_short(to, number);
        put_short(to, number >> 16);
    }
    int offset = 0;
    for (int i = 0; i < strings; i++) {
        const char *text = our_string(strnames[i]);
        put_short(to, text == NULL ? -1 : offset);
        if (text != NULL) offset += (int)strlen(text) + 1;
    }
    for (int i = 0; i < strings; i++) {
        const char *text = our_string(strnames[i]);
        if (text != NULL) put_text(to, text);
    }
    // The part for names of one's own: one flag, its name.
    put_even(to);
    const int extension[] = {1, 0, 0, 1, 4};
    for (int i = 0; i < 5; i++) put_short(to, extension[i]);
    put(to, 1);
    put_even(to);
    put_short(to, 0);
    put_text(to, "RGB");
}

char *cn_terminfo_true_colour(const char *name) {
    const char *colours = cn_terminfo_string("setaf");
    if (colours == NULL || strncmp(colours, "\033[", 2) != 0) return NULL;
    struct description *ours = calloc(1, sizeof *ours);
    if (ours == NULL) return NULL;
    put_ours(ours, name);
    char *text = ours->used < sizeof ours->bytes ? malloc(ours->used * 2 + 5) : NULL;
    if (text != NULL) {
        strcpy(text, "hex:");
        for (size_t i = 0; i < ours->used; i++) snprintf(text + 4 + 2 * i, 3, "%02X", ours->bytes[i]);
    }
    free(ours);
    return text;
}

// Emptied where ncurses reads it; term.h's `orig_colors` is only a copy.
void cn_terminfo_keep_colours(void) {
    char *reset = tigetstr("oc");
    if (reset != NULL && reset != (char *)-1) reset[0] = 0;
}
