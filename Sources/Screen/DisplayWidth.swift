// How many columns text takes. Always the same number that `CellBuffer.put` advances by.

/// The columns that a character takes: 1 or 2 for signs, more for those that hold unsafe scalars (see `CellBuffer.put`)
/// or several bases (Indic conjuncts: as many as the terminal gives them).
public func displayWidth(of character: Character) -> Int {
    // One byte is ASCII, and ASCII takes one column: its controls are drawn as one-column pictures.
    if character.utf8.count == 1 { return 1 }
    var width = 0
    for part in GraphemeParts(character) { width += part.width }
    return width
}

/// The columns that text takes in one row. Tabs and line ends count as the marks that they would be drawn as.
public func displayWidth(of text: some StringProtocol) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    var width = 0
    for character in text { width += displayWidth(of: character) }
    return width
}
