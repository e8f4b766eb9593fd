// Data table: Go and Rust.

extension Tables {
    static var go: String {
        #"""
        in code
          words keyword break case chan const continue default defer else fallthrough for go goto if import interface
          words keyword map package range return select struct switch var
          define type type
          define function func
          words constant true false nil iota
          words type bool byte complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint
          words type uint8 uint16 uint32 uint64 uintptr any comparable
          members
          numbers
          on // comment line
          on /* comment push comment
          on %0func%>%s( keyword push receiver
          on ` string push raw
          on " string push text
          on ' string push letter
        in receiver line
          on )%s%> plain goto method
          like code
        in method line
          on %i function pop
          on %>%. plain pop
        in comment comment
          on */ comment pop
        in raw string
          on ` string pop
        in escapes string
          on \x%2 escape
          on \u%4 escape
          on \U%8 escape
          on \%{0-7}%[0-7] escape
          on \%. escape
        in text string line
          like escapes
          on " string pop
        in letter string line
          like escapes
          on ' string pop
        """#
    }

    static var rust: String {
        #"""
        in code
          words keyword as async await break const continue crate dyn else extern for if impl in let loop match mod move
          words keyword mut pub ref return static super unsafe use where while yield
          define function fn
          define type struct enum trait type
          words constant true false self
          words type bool char f32 f64 i8 i16 i32 i64 i128 isize str u8 u16 u32 u64 u128 usize Self
          capitals
          shouting
          numbers
          on // comment line
          on /* comment push comment
          on #[ attribute push attribute until ]
          on #![ attribute push attribute until ]
          on %[bc]r%#" string push raw
          on r#%i plain operand
          on %[bc]" string push text
          on %[b]'%&{\} string push letter
          on %[b]'%.' string
          on '%i attribute
          on %i!%>%&{([{%s} attribute
        in comment comment
          on /* comment deeper
          on */ comment shallower
        in attribute attribute
          on " string push text
        in raw string
          on "%+ string pop
        in escapes string
          on \x%2 escape
          on \u{%x} escape
          on \%. escape
        in text string
          like escapes
          on " string pop
        in letter string line
          like escapes
          on ' string pop
        """#
    }
}
