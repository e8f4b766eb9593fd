// Data table: PHP, which stands in the places of a page: its text, its tags and the values in them.

extension Tables {
    /// Before the table of HTML, whose contexts these are.
    static var phpPlaces: String {
        #"""
        in text
          like opening
        in opening
          on <?php%w attribute push code
          on <?= attribute push code
          on <?%~{xX} attribute push code
        in comment comment
          like opening
        in tag
          like opening
        in double string
          like opening
        in single string
          like opening

        """#
    }

    static var php: String {
        #"""

        snippet code
        in code
          words keyword abstract and array as break case catch clone const continue declare default do echo else elseif
          words keyword empty enddeclare endfor endforeach endif endswitch endwhile exit extends final finally for
          words keyword foreach global goto if implements include include_once instanceof insteadof isset list match new
          words keyword or print private protected public readonly require require_once return static switch throw try
          words keyword unset use var while xor yield
          define type class interface trait enum namespace
          define function function fn
          words constant true false null this self parent __CLASS__ __DIR__ __FILE__ __FUNCTION__ __LINE__ __METHOD__
          words type bool callable float int iterable mixed never object string void
          capitals
          shouting
          members
          numbers
          on ?> attribute pop
          on #[ attribute push attribute until ]
          on // comment push remark
          on # comment push remark
          on /* comment push block
          on $%i variable
          on ' string push singleText
          on " string push doubleText
          on ` string push command
          on <<<%_%h string heredoc here loose
          on <<<%_"%h" string heredoc here loose
          on <<<%_'%h' string heredoc rawHere loose
        in attribute attribute
          on ' string push singleText
          on " string push doubleText
        in remark comment line
          on %>?> comment pop
        in block comment
          on */ comment pop
        in singleText string
          on \%{'\} escape
          on ' string pop
        in interpolation string
          on \u{%x} escape
          on \x%x escape
          on \%{0-7}%[0-7] escape
          on \%. escape
          on {%&{$} escape push code until }
          on ${ escape push code until }
          on $%i variable
        in doubleText string
          like interpolation
          on " string pop
        in command string
          like interpolation
          on ` string pop
        in here string
          like interpolation
        in rawHere string
        """#
    }
}
