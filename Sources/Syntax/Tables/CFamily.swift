// Data table: C and C++.

extension Tables {
    static var c: String {
        #"""
        in code
          words keyword alignas alignof auto break case const constexpr continue default do else extern for goto if
          words keyword inline register restrict return sizeof static static_assert switch thread_local typedef typeof
          words keyword volatile while _Alignas _Alignof _Atomic _Generic _Noreturn _Static_assert _Thread_local
          words type bool char double float int long short signed unsigned void size_t ssize_t ptrdiff_t intptr_t
          words type uintptr_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t wchar_t FILE _Bool
          define type struct union enum
          words constant true false NULL nullptr
          shouting
          members
          numbers quotes
          on %^#%_include attribute push include
          on %^#%_import attribute push include
          on %^#%_%i attribute
          on // comment push remark
          on /* comment push comment
          on %[uUL8]" string push text
          on %[uUL8]' string push letter
        in include line
          on <%u> string pop
          on "%q string pop
          on /* comment push comment
          on // comment line
        in remark comment continued
        in comment comment
          on */ comment pop
        in escapes string
          on \x%x escape
          on \u%4 escape
          on \U%8 escape
          on \%{0-7}%[0-7] escape
          on \%. escape
        in text string continued
          like escapes
          on " string pop
        in letter string line
          like escapes
          on ' string pop
        """#
    }

    static var cPlusPlus: String {
        #"""
        in code
          capitals
          words keyword and and_eq asm bitand bitor catch co_await co_return co_yield compl concept const_cast
          words keyword consteval constinit decltype delete dynamic_cast explicit export final friend import module
          words keyword mutable namespace new noexcept not not_eq operator or or_eq override private protected public
          words keyword reinterpret_cast requires static_cast template throw try typeid typename using virtual xor
          words keyword xor_eq
          words type char8_t char16_t char32_t
          define type class
          words constant this
          on [[ attribute push attribute until ]
          on %[uUL8]R"%t( string push raw
        in attribute attribute
          on " string push text
        in raw string
          on )%T" string pop

        """# + c
    }
}
