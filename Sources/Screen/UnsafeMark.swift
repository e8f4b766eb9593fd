// How a scalar that must not reach the terminal is shown instead.

/// The visible form of an unsafe scalar: `␛` for the controls that have a picture, `‹U+202E›` for all else.
///
/// A reader of a diff has to see *which* invisible character is there, so the code point is spelled out.
enum UnsafeMark {
    /// Columns that the form takes.
    static func width(of scalar: Unicode.Scalar) -> Int {
        picture(of: scalar) != nil ? 1 : 4 + digits(of: scalar)
    }

    /// The form itself, one column for each of its characters.
    static func text(of scalar: Unicode.Scalar) -> String {
        if let picture = picture(of: scalar) { return String(picture) }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "‹U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + "›"
    }

    /// Control pictures, U+2400: C0 and DEL have one each.
    private static func picture(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0...0x1F: Unicode.Scalar(0x2400 + scalar.value)
        case 0x7F: Unicode.Scalar(0x2421 as UInt32)
        default: nil
        }
    }

    private static func digits(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case ..<0x10000: 4
        case ..<0x100000: 5
        default: 6
        }
    }
}
