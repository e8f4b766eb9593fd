// A colour as a theme names it, and the numbers that terminals have for the ones that are the same everywhere.

/// Red, green and blue, as sRGB has them (IEC 61966-2-1).
public struct RGB: Hashable, Sendable {
    public var red, green, blue: UInt8

    public init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) { (self.red, self.green, self.blue) = (red, green, blue) }

    /// `0xRRGGBB`.
    public init(_ number: UInt32) {
        self.init(UInt8(number >> 16 & 0xFF), UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF))
    }

    /// `0xRRGGBB`.
    public var number: UInt32 { UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue) }
}

public enum ThemeColour: Hashable, Sendable {
    /// What the terminal writes with, or on, where nobody chose anything.
    case own
    /// 0 to 15: the user's palette. From 16 on the table that is the same in all terminals of 256 colours.
    case table(UInt8)
    case rgb(RGB)
}

extension RGB {
    /// xterm's first sixteen (XTerm-col.ad). Others have others: it serves where the nearest one is looked for.
    public static let xterm: [RGB] = [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ].map { RGB($0) }

    private static let steps: [UInt8] = [0, 95, 135, 175, 215, 255]

    /// A place in the table from 16 on: a cube of 6×6×6, then 24 greys (xterm's 256colres.h).
    public init(table place: UInt8) {
        switch place {
        case ..<16: self = Self.xterm[Int(place)]
        case 16..<232:
            let rest = Int(place) - 16
            self.init(Self.steps[rest / 36], Self.steps[rest / 6 % 6], Self.steps[rest % 6])
        default: self.init(8 + 10 * (place - 232), 8 + 10 * (place - 232), 8 + 10 * (place - 232))
        }
    }

    /// The nearest place of the table. Never one of the first sixteen, which are the user's to choose.
    var nearestOfTable: UInt8 {
        var best = (place: UInt8(16), distance: Int.max)
        for place in UInt8(16)...255 {
            let distance = distance(to: RGB(table: place))
            if distance < best.distance { best = (place, distance) }
        }
        return best.place
    }

    /// The one of the sixteen with this hue. By distance soft greens and reds would both be greys.
    ///
    /// Note: of the bright ones only those that `Theme.terminal` has, and where the plain one would be too dark.
    var nearestOfSixteen: UInt8 {
        let (least, most) = (Int(min(red, green, blue)), Int(max(red, green, blue)))
        let light = luminance
        guard light > 0.02, (most - least) * 5 > most else {
            return light < 0.04 ? 0 : light < 0.35 ? 8 : light < 0.85 ? 7 : 15
        }
        let bar = 5 * least + 3 * (most - least)
        let bits = [red, green, blue].enumerated().reduce(0) { $0 | (5 * Int($1.element) >= bar ? 1 << $1.offset : 0) }
        return UInt8([1, 4, 5].contains(bits) && light > 0.18 ? bits + 8 : bits)
    }

    private func distance(to other: RGB) -> Int {
        let (r, g, b) = (
            Int(red) - Int(other.red), Int(green) - Int(other.green), Int(blue) - Int(other.blue)
        )
        // The eye tells greens apart best, blues worst.
        return 3 * r * r + 4 * g * g + 2 * b * b
    }
}
