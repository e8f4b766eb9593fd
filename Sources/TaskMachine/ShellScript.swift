// A command line as a shell takes it apart, as far as it takes to say which programs would run. Words, not substrings:
// "perform" is not `rm`, and what stands in quotes is text.

/// One word of a command.
struct ShellWord: Equatable {
    /// Without its quotes.
    var text: String
    /// Where it stands, quotes included, in bytes of the whole text.
    var range: Range<Int>
    /// What is between its quotes, when one pair of them is all of it.
    var inner: Range<Int>?
    /// A shell would put something else in its place: `$x`, `$(…)`, `` `…` ``, `<(…)`.
    var isComputed = false
}

/// One program with its arguments.
struct ShellCommand: Equatable {
    var words: [ShellWord] = []
    /// Targets of `>`, `>>`, `>|`, `&>`.
    var outputs: [ShellWord] = []
    /// The text that `<<WORD` hands it.
    var document: Range<Int>?
    /// The text that `<<<` hands it.
    var hereWord: ShellWord?
    /// Its input is the output of the command before it in the list.
    var isPiped = false

    var isEmpty: Bool { words.isEmpty && outputs.isEmpty }
}

/// All commands of a text, those of substitutions among them, in the order in which they end.
struct ShellScript: Equatable {
    var commands: [ShellCommand] = []
    /// A quote or a parenthesis was never closed, or the nesting is too deep to follow.
    var isBroken = false
    /// Something is put into the background: a `&` that is no `&&`, `>&` or `&>`.
    var goesOnBehind = false
}
