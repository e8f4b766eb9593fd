#!/usr/bin/env swift
/* one /* nested */ still
   a comment */ import Basics
/// Documentation of `Shape`.
@available(macOS 14, *)
public struct Shape<Element: Hashable>: Sendable where Element: Comparable {
    static let limit = 1_000.5e-3, mask: UInt8 = 0xFF, bits = 0b1010_0001, tiny = 0x1p-4
    var `class` = "tab \t, quote \", unicode \u{1F600}, \(name.count + 1) and \("nested \(deep)") done"
    let raw = #"no \n escape, \#n one, \#(hole), a " quote"#, twice = ##"a "# inside"##
    let text = """
        several "lines" of
        text \(items.map { "<\($0)>" }.joined(separator: ", "))
        end """
    let rawText = #"""
        no \(hole) but \#(hole)
        """#
    func move(from start: Int, in range: Range<Int>, for name: String) -> Self? { nil }
    init?(_ open: Bool) { self.isOpen = open; default: break }
    open class func make() async throws -> [Self] { try await super.make() }
#if os(Linux) && DEBUG
    let pattern = /[a-z/]+\/(\d+)/, ratio = a / b / c, long = #/a/b/#
#endif
    subscript(index: Int) -> Element { get { items[index] } set { items[index] = newValue } }
}
let open = "unclosed
let next = value.in.default // a member is no keyword
extension Shape.Inner { func == (left: Self, right: Self) -> Bool { true } }
/* open to the
   end
