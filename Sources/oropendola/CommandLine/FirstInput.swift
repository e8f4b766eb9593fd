// What a command line types into the program before its user does.
import Screen

extension StartOptions {
    /// The prompt and what goes along with it, sent; what came through a pipe alone waits for words of the user's.
    var firstInput: [InputEvent] {
        switch (prompt.isEmpty, attachment) {
        case (true, nil): []
        case (true, let text?): [.pasted(text), .pasted("\n")]
        case (false, nil): [.pasted(prompt), .key(Key(.enter))]
        case (false, let text?): [.pasted(prompt + "\n\n"), .pasted(text), .key(Key(.enter))]
        }
    }
}
