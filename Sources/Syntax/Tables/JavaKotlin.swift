// Data table: Java, Kotlin and C#.

extension Tables {
    static var java: String {
        #"""
        in code
          words keyword abstract assert break case catch continue default do else extends final finally for goto if
          words keyword implements import instanceof native new non-sealed package private protected public
          words keyword return static strictfp switch synchronized throw throws transient try var volatile
          words keyword while
          modifiers permits sealed when yield
          define type class interface enum
          words constant true false null this super
          words type boolean byte char double float int long short void
          capitals
          shouting
          members
          numbers
          on // comment line
          on /* comment push comment
          on """ string push long
          on " string push text
          on ' string push letter
          on @interface%w keyword
          on @%I attribute
          on record%>%s%&{A-Z} keyword
        in comment comment
          on */ comment pop
        in escapes string
          on \u%4 escape
          on \%{0-7}%[0-7] escape
          on \%. escape
        in long string
          like escapes
          on """ string pop
        in text string line
          like escapes
          on " string pop
        in letter string line
          like escapes
          on ' string pop
        """#
    }

    static var kotlin: String {
        #"""
        in code
          words keyword abstract as break catch constructor continue do else finally for if import in init is override package
          words keyword private protected public return throw try val var vararg when while
          modifiers actual annotation by companion const crossinline data delegate expect external final get infix
          modifiers inline inner internal lateinit noinline open operator out reified sealed set suspend tailrec value
          modifiers where
          define type class interface object typealias enum
          define function fun
          words constant true false null this super it
          capitals
          shouting
          members
          numbers
          on // comment line
          on /* comment push comment
          on """ string push long
          on " string push text
          on ' string push letter
          on @%I attribute
          on `%[%s!-_a-~]` plain operand
        in comment comment
          on /* comment deeper
          on */ comment shallower
        in interpolation string
          on ${ escape push code until }
          on $%i variable
        in long string
          like interpolation
          on """ string pop
        in text string line
          like interpolation
          on \u%4 escape
          on \%. escape
          on " string pop
        in letter string line
          on \u%4 escape
          on \%. escape
          on ' string pop
        """#
    }

    static var cSharp: String {
        #"""
        in code
          words keyword abstract as async await base break case catch checked const continue default delegate do else
          words keyword event explicit extern finally fixed for foreach goto if implicit in internal is
          words keyword lock new operator out override params private protected public readonly ref
          words keyword return sealed sizeof stackalloc static switch throw try typeof unchecked unsafe using var
          words keyword virtual volatile while
          modifiers file get global init partial required scoped set when where with yield
          define type class struct interface enum record namespace
          words constant true false null this
          words type bool byte char decimal double dynamic float int long object sbyte short string uint ulong ushort
          words type void nint nuint
          capitals
          calls
          members
          numbers
          on %^#%_%i attribute line
          on // comment line
          on /* comment push comment
          on $""" string push longFormatted
          on """ string push long
          on $@" string push verbatimFormatted
          on @$" string push verbatimFormatted
          on @" string push verbatim
          on $" string push formatted
          on " string push text
          on ' string push letter
          on %^[%&{A-Za-z} attribute push attribute until ]
        in attribute attribute
          on " string push text
        in comment comment
          on */ comment pop
        in escapes string
          on \x%x escape
          on \u%4 escape
          on \U%8 escape
          on \%. escape
        in holes string
          on {{ escape
          on }} escape
          on { escape push code until }
        in text string line
          like escapes
          on " string pop
        in formatted string line
          like holes
          like escapes
          on " string pop
        in verbatim string
          on "" escape
          on " string pop
        in verbatimFormatted string
          like holes
          like verbatim
        in long string
          on """ string pop
        in longFormatted string
          like holes
          on """ string pop
        in letter string line
          like escapes
          on ' string pop
        """#
    }
}
