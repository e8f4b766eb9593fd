// Data table: JavaScript, what TypeScript has besides, and JSX.

extension Tables {
    static var javaScript: String {
        #"""
        in code
          words keyword async await break case const continue debugger default do else export extends finally for
          words keyword if import instanceof let return switch throw try typeof var void while with yield
          keys async await catch delete do else export finally for if import in let new return switch throw try typeof
          keys var void while with yield
          modifiers from get of set static
          define type class
          define function function
          words constant true false null undefined NaN Infinity this super globalThis
          capitals
          shouting
          members
          letters $
          numbers
          on %0#! comment line
          on // comment line
          on /* comment push comment
          on ` string push template
          on " string push double
          on ' string push single
          on %o/%>%R string push expression
          on @%i attribute
          on ++ plain same
          on -- plain same
        in comment comment
          on */ comment pop
        in escapes string
          on \x%2 escape
          on \u{%x} escape
          on \u%4 escape
          on \%. escape
        in double string continued
          like escapes
          on " string pop
        in single string continued
          like escapes
          on ' string pop
        in template string
          like escapes
          on ${ escape push code until }
          on ` string pop
        in expression string line
          on \%. escape
          on [ string push class
          on /%[dgimsuvy] string pop
        in class string line
          on \%. escape
          on ] string pop

        """#
    }

    static var typeScript: String {
        #"""
        in code
          modifiers abstract as declare implements infer is keyof namespace override private protected public readonly
          modifiers satisfies unique asserts accessor
          define type interface enum
          words type any boolean bigint never number object string symbol unknown
          on type%>%s%&{A-Z{} keyword
          modifiers module

        """#
    }

    static var jsx: String {
        #"""
        in code
          on << plain operation
          on %o<> tag push jsxText
          on %o<%&{A-Za-z}%I%>%~{,} tag push jsxTag
        in jsxTag
          on /> tag pop
          on > tag goto jsxText
          on { escape push code until }
          on " string push jsxDouble
          on ' string push jsxSingle
          on /* comment push comment
          on //%>%s comment line
          on %I attribute
        in jsxText
          on { escape push code until }
          on </%[A-Za-z0-9_.:-]> tag pop
          on <> tag push jsxText
          on <%I tag push jsxTag
          on &%[#A-Za-z0-9]; escape
        in jsxDouble string
          on &%[#A-Za-z0-9]; escape
          on " string pop
        in jsxSingle string
          on &%[#A-Za-z0-9]; escape
          on ' string pop

        """#
    }
}
