// How many columns text takes. Always the same number that `CellBuffer.put` advances by.

/// The columns that a character takes: 1 or 2 for signs, more for those that hold unsafe scalars (see `CellBuffer.put`)
/// or several bases (Indic conjuncts: as many as the terminal gives them).
public func displayWidth(of character: Character) -> Int {
    // One byte is ASCII, and ASCII takes one column: its controls are drawn as one-column pictures.
    let count = character.utf8.count
    if count == 1 { return 1 }
    if count > Sign.longest { return displayWidth(of: String(character)) }
    var width = 0
    for part in GraphemeParts(Substring(String(character))) { width += part.width }
    return width
}

/// The columns that text takes in one row. Tabs and line ends count as the marks that they would be drawn as.
public func displayWidth(of text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    var width = 0
    text.forEachSign { sign in
        width += sign.width
        return true
    }
    return width
}

/// The columns that a part of a text takes.
public func displayWidth(of text: Substring) -> Int {
    displayWidth(of: String(text))
}
