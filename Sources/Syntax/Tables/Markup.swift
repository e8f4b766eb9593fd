// Data table: HTML, XML and Markdown.

extension Tables {
    static var html: String {
        #"""
        fold
        in text
          on <!-- comment push comment
          on <! attribute push doctype until >
          on <script%w tag push script
          on <style%w tag push style
          on </%&{a-z}%I tag push tag
          on <%&{a-z}%I tag push tag
          on &%[#a-zA-Z0-9]; escape
        in comment comment
          on --> comment pop
        in tag
          on /> tag pop
          on > tag pop
          on " string push double
          on ' string push single
          on =%_%~{"'%s>/}%u string
          on %[@:#*(]%I attribute
        in script
          on > tag inner js </script
          like tag
        in style
          on > tag inner css </style
          like tag
        in double string
          on &%[#a-zA-Z0-9]; escape
          on " string pop
        in single string
          on &%[#a-zA-Z0-9]; escape
          on ' string pop
        in doctype attribute
          on " string push double
        """#
    }

    static var xml: String {
        #"""
        in text
          on <!-- comment push comment
          on <![CDATA[ attribute push data
          on <! attribute push doctype until >
          on <? attribute push processing
          on </%I tag push tag
          on <%I tag push tag
          on &%[#a-zA-Z0-9]; escape
        in comment comment
          on --> comment pop
        in data string
          on ]]> attribute pop
        in processing attribute
          on " string push double
          on ' string push single
          on ?> attribute pop
        in tag
          on /> tag pop
          on > tag pop
          on " string push double
          on ' string push single
          on %I attribute
        in double string
          on &%[#a-zA-Z0-9]; escape
          on " string pop
        in single string
          on &%[#a-zA-Z0-9]; escape
          on ' string pop
        in doctype attribute
          on " string push double
        """#
    }

    static var markdown: String {
        #"""
        first head
        in text
          on %^%&{`}%f%>%[%s!-_a-~]%$ attribute fence raw
          on %^%&{~}%f attribute fence raw
          on %^#%[#]%s heading line
          on %^#%[#]%$ heading line
          on %^==%[=]%$ heading
          on %^---%[-]%$ attribute
          on %^***%[*]%$ attribute
          on %^>%[%s>] keyword start
          on %^%{*+-}%>%s keyword start
          on %^%d%{.)}%>%s keyword start
          on %^[%{%sxX}]%>%s constant
          on %^|%[|:%s-]%$ attribute
          on %^[%[%s!-Z^-~]]: key push address
          like inline
        in inline
          on <!-- comment push comment
          on \%{!-/:-@[-`{-~} escape
          on %r%L string push span
          on **%~{%s*}%L emphasis push strong
          on *%~{%s*}%L emphasis push stressed
          on %b__%~{%s_}%L emphasis push strongLow
          on %b_%~{%s_}%L emphasis push stressedLow
          on ](%>%u) plain push target
          on <http%u> string
          on <mailto:%u> string
          on %bhttp%[s]://%u string
          on </%&{a-zA-Z}%I%>%~{:@} tag push html:2
          on <%&{a-zA-Z}%I%>%~{:@} tag push html:2
          on &%[#a-zA-Z0-9]; escape
        in head plain line
          on %0%&{-}%f%>%$ attribute fence raw
          like text
        in raw string
        in address string line
        in target string line
          on ) plain pop
        in comment comment
          on --> comment pop
        in span string line
          on %T string pop
        in strong emphasis line
          on ** emphasis pop
          like inline
        in stressed emphasis line
          on %~{%s}*%~{*} emphasis pop
          like inline
        in strongLow emphasis line
          on __%w emphasis pop
          like inline
        in stressedLow emphasis line
          on _%w emphasis pop
          like inline
        """#
    }
}
