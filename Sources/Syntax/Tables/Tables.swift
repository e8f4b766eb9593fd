// The tables of the languages, as text that `GrammarReader` reads: a literal costs its length and nothing else.

enum Tables {}
