// What the program ends with, in one place: the manual page prints this table.

/// The exit statuses that all commands share.
public enum ExitStatus {
    /// Number and meaning, in the order of the numbers.
    public static let table: [(number: Int32, meaning: String)] = [
        (0, "All went well; review: all is decided and written."),
        (1, "Something could not be done; a sentence on standard error says what."),
        (2, "The command line is wrong, or there is no terminal where one is needed."),
        (3, "review: something is undecided or not written. It is kept."),
        (4, "review: everything was rejected."),
        (5, "The sign-in is missing, over, or refused."),
        (6, "The server can't be reached, or does not let us in."),
        (7, "review: something does not fit, or is in conflict."),
        (130, "Cancelled with Ctrl-C; other signals end with 128 and their number."),
    ]
}
