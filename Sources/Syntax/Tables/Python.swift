// Data table: Python.

extension Tables {
    static var python: String {
        #"""
        in code
          words keyword and as assert async await break continue del elif else except finally for from global if import
          words keyword in is lambda nonlocal not or pass raise return try while with yield
          define type class
          define function def
          words constant True False None self cls NotImplemented Ellipsis __name__ __file__
          words type int str bytes float bool list dict set tuple object type frozenset bytearray complex
          capitals
          shouting
          members
          numbers
          on # comment line
          on %^@%I attribute
          on %^match%>%s%~{=.,)} keyword
          on %^case%>%s%~{=.,)} keyword
          on %{fFtT}%Q string push formatted
          on %{rR}%{fFtT}%Q string push rawFormatted
          on %{fFtT}%{rR}%Q string push rawFormatted
          on %{rR}%Q string push raw
          on %{bB}%{rR}%Q string push raw
          on %{rR}%{bB}%Q string push raw
          on %{bBuU}%Q string push text
          on %Q string push text
        in text string short
          on \N{%[A-Z0-9%s-]} escape
          on \x%2 escape
          on \u%4 escape
          on \U%8 escape
          on \%{0-7}%[0-7] escape
          on \%. escape
          on %T string pop
        in raw string short
          on \%. string
          on %T string pop
        in formatted string short
          on {{ escape
          on }} escape
          on { escape push code until }
          like text
        in rawFormatted string short
          on {{ escape
          on }} escape
          on { escape push code until }
          like raw
        """#
    }
}
