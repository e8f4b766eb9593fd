// The promise of `CellBuffer.put` for text that leaves the screen: titles, copies, messages on a plain terminal.

/// The text with everything unsafe spelled out as `CellBuffer.put` would show it (`␛`, `‹U+202E›`), so that it commands
/// nothing and hides nothing. Line ends and tabs are spelled out too, unless they are to be kept.
public func visibleText(_ text: String, keepingLines: Bool = false) -> String {
    var result = ""
    text.forEachSign { sign in
        if sign.isPlain || (keepingLines && (sign.isLineEnd || sign.first == "\t")) {
            result += text.text(of: sign)
            return true
        }
        for part in GraphemeParts(text.text(of: sign)) {
            if part.kind == .unsafe, let scalar = part.scalars.first {
                result += UnsafeMark.text(of: scalar)
            } else {
                result.append(part.sign)
            }
        }
        return true
    }
    return result
}
