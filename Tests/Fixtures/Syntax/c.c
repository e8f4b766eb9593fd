/* a comment /* does not nest */ int outside;
#include <stdio.h> // the library
#include "local.h"
#define SQUARE(x) ((x) * \
    (x))
#  ifdef DEBUG
typedef struct node { struct node *next; uint32_t id; } node_t;
static const char *text = "a \"quoted\" \x41\n\033[0m \
goes on", letter = '\'', wide = L'w';
int main(int argc, char **argv) {
    unsigned long big = 0xFFul + 1.5e-3f + 077 + 1'000;
    // a remark that \
       goes on
    if (argc > 1 && argv[1] != NULL) return MAX_SIZE;
    node->default = sizeof(struct node);
    char *open = "not closed
    return 0;
}
