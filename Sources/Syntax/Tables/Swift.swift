// Data table: Swift.

extension Tables {
    static var swift: String {
        #"""
        in code
          words keyword any async await break case catch continue default defer deinit do else fallthrough fileprivate
          words keyword guard if import init inout internal let nonisolated operator precedencegroup private public
          words keyword repeat rethrows return some static subscript switch throw throws try var
          modifiers borrowing consume consuming convenience copy didSet discard dynamic each final get indirect infix
          modifiers isolated lazy mutating nonmutating open optional override package postfix prefix required sending
          modifiers set unowned weak willSet yield
          soft as for in is of where while
          define type class struct enum protocol extension actor typealias associatedtype
          define function func macro
          words constant true false nil self super
          words type Self
          capitals
          members
          numbers
          on %0#! comment line
          on // comment line
          on /* comment push comment
          on %#""" string push long
          on %#" string push text
          on #%#/ string push expression
          on %o/%~{%s}%>%R string push slashes
          on @%i attribute
          on #%i attribute
          on `%i` plain operand
          on $%i variable
          on $%d variable
        in comment comment
          on /* comment deeper
          on */ comment shallower
        in text string line
          on \%+( escape push code until )
          on \%+u{%x} escape
          on \%+%. escape
          on "%+ string pop
        in long string
          on \%+( escape push code until )
          on \%+u{%x} escape
          on \%+%. escape
          on """%+ string pop
        in expression string
          on \%. escape
          on /#%+ string pop
        in slashes string line
          on \%. escape
          on [ string push class
          on / string pop
        in class string line
          on \%. escape
          on ] string pop
        """#
    }
}
