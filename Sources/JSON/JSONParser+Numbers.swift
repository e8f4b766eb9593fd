// Numbers: whole ones stay exact; short decimals are computed exactly; the rest goes through the standard library.

extension JSONParser {
    /// Reads a number; `offset` stands at its sign or first digit.
    mutating func number() throws(JSONError) -> JSONValue {
        // Up to 18 digits fit in any case, and most numbers are whole, short and not negative.
        let limit = min(count, offset &+ 18)
        var position = offset
        var whole: Int64 = 0
        while position < limit {
            let digit = base[position] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            whole = whole &* 10 &+ Int64(digit)
            position &+= 1
        }
        // "0" is left to the long way: nothing but a point or an exponent may follow it.
        guard whole != 0, base[offset] != UInt8(ascii: "0"), position < count, Self.endsNumber(base[position]) else {
            return try anyNumber()
        }
        offset = position
        return .integer(whole)
    }

    @inline(__always)
    private static func endsNumber(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]")
    }

    @inline(never)
    private mutating func anyNumber() throws(JSONError) -> JSONValue {
        let start = offset
        let isNegative = base[offset] == UInt8(ascii: "-")
        if isNegative { offset += 1 }

        var digits = DigitReading()
        if try digit(at: start) == 0 {
            offset += 1
        } else {
            readDigits(into: &digits)
        }
        var isWhole = true
        if offset < count, base[offset] == UInt8(ascii: ".") {
            isWhole = false
            offset += 1
            _ = try digit(at: start)
            let point = offset
            readDigits(into: &digits)
            digits.exponent -= offset - point
        }
        if offset < count, base[offset] | 0x20 == UInt8(ascii: "e") {
            isWhole = false
            digits.exponent += try exponent(at: start)
        }

        if isWhole, digits.isExact {
            if isNegative {
                if digits.mantissa == 0 { return .double(-0.0) }
                if digits.mantissa <= UInt64(Int64.max) + 1 {
                    return .integer(Int64(truncatingIfNeeded: 0 &- digits.mantissa))
                }
            } else if let number = Int64(exactly: digits.mantissa) {
                return .integer(number)
            }
        }
        if let number = digits.double { return .double(isNegative ? -number : number) }
        let text = String(decoding: UnsafeBufferPointer(start: base + start, count: offset - start), as: UTF8.self)
        guard let number = Double(text), number.isFinite else { throw JSONError(.numberOutOfRange, at: start) }
        return .double(number)
    }

    private func digit(at start: Int) throws(JSONError) -> UInt8 {
        let byte = try peek()
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { throw JSONError(.invalidNumber, at: start) }
        return byte - UInt8(ascii: "0")
    }

    private mutating func readDigits(into digits: inout DigitReading) {
        while offset < count {
            let digit = base[offset] &- UInt8(ascii: "0")
            guard digit <= 9 else { return }
            digits.append(digit)
            offset += 1
        }
    }

    private mutating func exponent(at start: Int) throws(JSONError) -> Int {
        offset += 1
        var isNegative = false
        if offset < count, base[offset] == UInt8(ascii: "-") || base[offset] == UInt8(ascii: "+") {
            isNegative = base[offset] == UInt8(ascii: "-")
            offset += 1
        }
        _ = try digit(at: start)
        var number = 0
        while offset < count {
            let digit = base[offset] &- UInt8(ascii: "0")
            guard digit <= 9 else { break }
            // Far beyond any double: the value no longer matters, only that it is far.
            number = min(number * 10 + Int(digit), 1_000_000)
            offset += 1
        }
        return isNegative ? -number : number
    }
}

/// The digits of a number without its point: value = mantissa × 10^exponent.
private struct DigitReading {
    var mantissa: UInt64 = 0
    var exponent = 0
    /// False when the digits no longer fit.
    var isExact = true

    mutating func append(_ digit: UInt8) {
        let (tens, tooLarge) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, carried) = tens.addingReportingOverflow(UInt64(digit))
        if tooLarge || carried { isExact = false } else { mantissa = sum }
    }

    /// The correctly rounded value where one multiplication or division of exact doubles gives it
    /// (W. D. Clinger, "How to read floating point numbers accurately", 1990); nil where it takes more.
    var double: Double? {
        guard isExact, mantissa <= 1 << 53, (-22...22).contains(exponent) else { return nil }
        let power = Self.powers[abs(exponent)]
        return exponent < 0 ? Double(mantissa) / power : Double(mantissa) * power
    }

    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
