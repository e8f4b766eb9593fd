// Data table: JSON, YAML, TOML, INI and patches.

extension Tables {
    static var json: String {
        #"""
        in code
          words constant true false null NaN Infinity
          numbers
          on // comment line
          on /* comment push comment
          on -%>%d number
          on "%>%q%_: key push key
          on '%>%q%_: key push singleKey
          on " string push text
          on ' string push single
          on %i%>%_: key
        in comment comment
          on */ comment pop
        in escapes
          on \u%4 escape
          on \%. escape
        in key key line
          like escapes
          on " key pop
        in singleKey key line
          like escapes
          on ' key pop
        in text string line
          like escapes
          on " string pop
        in single string continued
          like escapes
          on ' string pop
        """#
    }

    static var yaml: String {
        #"""
        in code
          on %0---%>%s keyword start
          on %0---%$ keyword
          on %0...%$ keyword
          on %0%%%&{A-Z} attribute line
          on %^-%>%s keyword start
          on %^-%$ keyword
          on %^?%>%s keyword start
          on %^%k%>%_:%s key
          on %^%k%>%_:%$ key
          on %^"%>%q%_: key push doubleKey
          on %^'%>%q%_: key push singleKey
          on %B%{|>}%[0-9+-]%>%_%$ keyword block scalar
          on %B%{|>}%[0-9+-]%>%s%_# keyword block scalar
          on %otrue%>%_%$ constant
          on %ofalse%>%_%$ constant
          on %onull%>%_%$ constant
          on %otrue%>%s%_# constant
          on %ofalse%>%s%_# constant
          on %onull%>%s%_# constant
          on %o~%>%_%$ constant
          on %o%[+-]%&{0-9}%[0-9a-fA-FxoTZ_:-]%[.]%[0-9eE+-]%>%_%$ number
          on %o%[+-]%&{0-9}%[0-9a-fA-FxoTZ_:-]%[.]%[0-9eE+-]%>%s%_# number
          like nodes
        in nodes
          letters -./@+*
          idents
          on %B# comment line
          on %o" string push double
          on %o' string push single
          on %o{ plain push flow until }
          on %o[ plain push flow until ]
          on %o&%I variable operation
          on %o*%I variable
          on %o!%[!a-zA-Z0-9_:./<>,-] type operation
        in flow
          on %b%k%>%_:%s key
          on %o"%>%q%_: key push doubleKey
          on %o'%>%q%_: key push singleKey
          on %otrue%w constant
          on %ofalse%w constant
          on %onull%w constant
          on %o%[+-]%&{0-9}%[0-9a-fA-FxoTZ_:-]%[.]%[0-9eE+-]%>%_%&{,]} number
          on %o%[+-]%&{0-9}%[0-9a-fA-FxoTZ_:-]%[.]%[0-9eE+-]%>%_} number
          on %o%[+-]%&{0-9}%[0-9a-fA-FxoTZ_:-]%[.]%[0-9eE+-]%>%_%$ number
          like nodes
        in scalar string
        in doubleKey key line
          on \%. escape
          on " key pop
        in singleKey key line
          on ' key pop
        in double string
          on \x%2 escape
          on \u%4 escape
          on \U%8 escape
          on \%. escape
          on " string pop
        in single string
          on '' escape
          on ' string pop
        """#
    }

    static var toml: String {
        #"""
        in code
          on %^[ heading push header
          on %^%k%>%_= key
          on %^"%>%q%_= key push doubleKey
          on %^'%>%q%_= key push singleKey
          like values
        in header heading line
          on # comment line
        in values
          words constant true false inf nan
          letters -
          numbers dates
          on # comment line
          on """ string push long
          on ''' string push rawLong
          on " string push text
          on ' string push raw
          on [ plain push array until ]
          on { plain push table until }
          on %{+-}%>%d number
        in array
          like values
        in table
          on %b%k%>%_= key
          on "%>%q%_= key push doubleKey
          like values
        in doubleKey key line
          on \%. escape
          on " key pop
        in singleKey key line
          on ' key pop
        in escapes string
          on \x%2 escape
          on \u%4 escape
          on \U%8 escape
          on \%. escape
        in long string
          like escapes
          on """ string pop
        in rawLong string
          on ''' string pop
        in text string line
          like escapes
          on " string pop
        in raw string line
          on ' string pop
        """#
    }

    static var ini: String {
        #"""
        in code
          idents
          letters -./:@
          numbers
          on %otrue%>%_%$ constant
          on %ofalse%>%_%$ constant
          on %oyes%>%_%$ constant
          on %ono%>%_%$ constant
          on %oon%>%_%$ constant
          on %ooff%>%_%$ constant
          on %^# comment line
          on %^; comment line
          on %B;%>%s comment line
          on %^[ heading line
          on %^%k%>%_= key
          on %^%k%>%_: key
          on " string push text
        in text string line
          on \%. escape
          on " string pop
        """#
    }

    static var patch: String {
        #"""
        in code
          on %0---%s key line
          on %0+++%s key line
          on %0@@ heading line
          on %0+ inserted line
          on %0- deleted line
          on %0>%s inserted line
          on %0<%s deleted line
          on %0diff%s attribute line
          on %0index%s attribute line
          on %0new%s attribute line
          on %0old%s attribute line
          on %0deleted%s attribute line
          on %0rename%s attribute line
          on %0copy%s attribute line
          on %0similarity%s attribute line
          on %0Binary%s attribute line
          on %0\%s comment line
        """#
    }
}
