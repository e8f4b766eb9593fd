// Text with meaning, before it is cells: what views build, wrap, cut and put.

/// Text of one style.
public struct StyledRun: Hashable, Sendable {
    public var text: String
    public var style: Style

    public init(_ text: String, _ style: Style = Style(.plain)) {
        self.text = text
        self.style = style
    }
}

/// One line of text in runs of one style each.
///
/// ```swift
/// let line = StyledLine("edited  ", .dim) + StyledLine("Sources/Parser.swift", .link)
/// for row in wrap(line, columns: 40, hanging: 2) { buffer.put(row, at: …) }
/// ```
public struct StyledLine: Hashable, Sendable {
    public private(set) var runs: [StyledRun]

    public init() { runs = [] }

    public init(_ text: String, _ style: Style) {
        runs = text.isEmpty ? [] : [StyledRun(text, style)]
    }

    public init(_ text: String, _ role: Role = .plain, _ marks: CellMarks = []) {
        self.init(text, Style(role, marks))
    }

    public init(_ runs: [StyledRun]) {
        self.init()
        for run in runs { append(run.text, run.style) }
    }

    /// The text alone.
    public var text: String {
        runs.count == 1 ? runs[0].text : runs.reduce(into: "") { $0 += $1.text }
    }

    public var isEmpty: Bool { runs.isEmpty }

    /// Columns.
    public var width: Int { runs.reduce(0) { $0 + displayWidth(of: $1.text) } }

    /// Adds text; it joins the last run when the style is the same.
    public mutating func append(_ text: String, _ style: Style) {
        guard !text.isEmpty else { return }
        if let last = runs.indices.last, runs[last].style == style {
            runs[last].text += text
        } else {
            runs.append(StyledRun(text, style))
        }
    }

    public mutating func append(_ text: String, _ role: Role = .plain, _ marks: CellMarks = []) {
        append(text, Style(role, marks))
    }

    public mutating func append(_ line: StyledLine) {
        for run in line.runs { append(run.text, run.style) }
    }

    public static func + (left: StyledLine, right: StyledLine) -> StyledLine {
        var sum = left
        sum.append(right)
        return sum
    }

    public static func += (left: inout StyledLine, right: StyledLine) { left.append(right) }

    /// The same line with marks added to all of it.
    public func adding(_ marks: CellMarks) -> StyledLine {
        var line = self
        for index in line.runs.indices { line.runs[index].style.marks.formUnion(marks) }
        return line
    }
}

extension StyledLine: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text) }
}

extension CellBuffer {
    /// Draws a line run by run, under the rules of `put(_:at:as:within:)`, and gives the point after it.
    @discardableResult
    public mutating func put(_ line: StyledLine, at point: Point, within rect: Rect? = nil) -> Point {
        var point = point
        for run in line.runs { point = put(run.text, at: point, as: run.style, within: rect) }
        return point
    }
}
