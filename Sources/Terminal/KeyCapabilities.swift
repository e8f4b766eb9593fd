// Which key sends what, as the terminal's description says; `KeyDecoder` adds these to the forms that it knows itself.
import Screen

/// Key sequences out of terminfo.
enum KeyCapabilities {
    private static let names: [(String, Key.Code)] =
        [
            ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
            ("kpp", .pageUp), ("knp", .pageDown), ("kich1", .insert), ("kdch1", .delete),
        ] + (1...12).map { ("kf\($0)", .function($0)) }

    /// `capability` looks a name up and gives `nil` where the terminal lacks it.
    static func read(_ capability: (String) -> String?) -> KeySequences {
        KeySequences(
            names.compactMap { name, code in
                capability(name).map { (bytes: Array($0.utf8), key: Key(code)) }
            })
    }
}
