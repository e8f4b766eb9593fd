// Mouse reports, in the form that we ask for (SGR, mode 1006) and the old one that other terminals answer with.

enum MouseReading {
    /// `ESC [ < button ; column ; row M`, or `m` for a release; places count from one.
    static func sgr(_ numbers: [Int], isRelease: Bool) -> Mouse? {
        guard numbers.count == 3 else { return nil }
        return mouse(button: numbers[0], column: numbers[1] - 1, row: numbers[2] - 1, isRelease: isRelease)
    }

    /// Three bytes, each 32 more than it says.
    static func old(_ bytes: [UInt8]) -> Mouse? {
        let numbers = bytes.map { Int($0) - 32 }
        // Button 3 is a release of whichever button.
        let isRelease = numbers[0] & 0b1100_0011 == 3 && numbers[0] & 32 == 0
        let button = isRelease ? 0 : numbers[0]
        return mouse(button: button, column: numbers[1] - 1, row: numbers[2] - 1, isRelease: isRelease)
    }

    /// Only the main button and the wheel: the others are the terminal's own, for its menu and for pasting. Bits 4, 8
    /// and 16 of the button are Shift, Alt and Ctrl; 32 is motion, 64 the wheel, 128 more buttons.
    private static func mouse(button: Int, column: Int, row: Int, isRelease: Bool) -> Mouse? {
        guard button >= 0, column >= 0, row >= 0 else { return nil }
        let point = Point(column: column, row: row)
        let number = button & 0b1100_0011
        if number == 64 || number == 65 {
            return isRelease ? nil : Mouse(number == 64 ? .wheelUp : .wheelDown, at: point)
        }
        guard number == 0 else { return nil }
        if isRelease { return Mouse(.released, at: point) }
        return Mouse(button & 32 != 0 ? .dragged : .pressed, at: point)
    }
}
