// Data table: Ruby, Perl and Lua.

extension Tables {
    static var ruby: String {
        #"""
        in code
          words keyword BEGIN END alias and begin break case do else elsif end ensure for if in next not or redo
          words keyword rescue retry return then undef unless until when while yield loop raise require
          words keyword require_relative include extend prepend attr_accessor attr_reader attr_writer private protected
          words keyword public lambda proc
          define type class module
          define function def
          words constant true false nil self super __FILE__ __LINE__ __method__
          capitals
          shouting
          members
          numbers
          on %0=begin%w comment push block
          on %0__END__%$ comment push rest
          on # comment line
          on " string push double
          on ' string push single
          on ` string push command
          on %%%{wiq}%&{([{<|!/}%P string push rawPair
          on %%%{WIQrxs}%&{([{<|!/}%P string push pair
          on %o%%%&{([{<|}%P string push pair
          on <<%{~-}%h string heredoc here indented
          on <<%{~-}"%h" string heredoc here indented
          on <<%{~-}'%h' string heredoc rawHere indented
          on <<%&{A-Z}%h string heredoc here
          on %i%[?!]:%>%~{:} constant
          on :: plain
          on :"%> constant push symbol
          on :%i%[?!] constant
          on @@%i variable
          on @%i variable
          on $%i variable
          on $%{0-9!?~&_/.;,:*$<>@+'`} variable
          on %o?%.%w string
          on %o/%~{%s}%>%R string push expression
        in block comment
          on %0=end%w comment pop
        in rest comment
        in interpolation string
          on \u{%[0-9a-fA-F%s]} escape
          on \u%4 escape
          on \x%x escape
          on \%. escape
          on #{ escape push code until }
          on #@%i variable
        in symbol constant
          like interpolation
          on " constant pop
        in expression string
          like interpolation
          on [ string push class
          on /%[imxounse] string pop
        in class string line
          on \%. escape
          on ] string pop
        """#
    }

    static var perl: String {
        #"""
        in code
          words keyword and cmp continue do die else elsif eq eval for foreach ge given goto gt if last le local lt my
          words keyword ne next no not or our print redo require return say state unless until use when while x xor
          define function sub
          define type package
          words constant undef __FILE__ __LINE__ __PACKAGE__
          members
          numbers
          on %0=%i comment push manual
          on %0__END__%$ comment push rest
          on %0__DATA__%$ comment push rest
          on # comment line
          on " string push double
          on ' string push single
          on ` string push command
          on %bqw%_%P string push rawPair
          on %bqr%&{/{(!|[<}%P string push pair
          on %bqq%_%&{/{(!|[<~}%P string push pair
          on %bq%_%&{/{(!|[<~}%P string push rawPair
          on %bm%&{/{(!|}%P string push pair
          on %bs%&{{([<}%P string push pair
          on %bs%&{/!|#}%P string push pair twice
          on %btr%&{/!|#}%P string push pair twice
          on %by%&{/!|#}%P string push pair twice
          on <<~%h string heredoc here indented
          on <<~"%h" string heredoc here indented
          on <<~'%h' string heredoc rawHere indented
          on <<%h string heredoc here
          on <<"%h" string heredoc here
          on <<'%h' string heredoc rawHere
          on $#%i variable
          on $%i variable
          on $%{0-9!?&_/.;,:*$<>@+"} variable
          on @%i variable
          on %o%%%i variable
          on %o/%~{%s}%>%R string push expression
        in manual comment
          on %0=cut%w comment pop
        in rest comment
        in interpolation string
          on \x{%x} escape
          on \x%x escape
          on \%. escape
          on ${%i} variable
          on $%i variable
          on @%i variable
        in expression string line
          on \%. escape
          on [ string push class
          on /%[a-z] string pop
        in class string line
          on \%. escape
          on ] string pop
        """#
    }

    /// The strings of Ruby and Perl: with what each of them calls interpolation, or without.
    static var interpolatedStrings: String {
        #"""

        in double string
          like interpolation
          on " string pop
        in command string
          like interpolation
          on ` string pop
        in single string
          on \%{'\} escape
          on ' string pop
        in pair string
          like interpolation
        in rawPair string
          on \%. string
        in here string
          like interpolation
        in rawHere string
        """#
    }

    static var lua: String {
        #"""
        in code
          words keyword and break do else elseif end for goto if in local not or repeat return then until while
          define function function
          words constant true false nil self
          members
          numbers
          on %0#! comment line
          on --[%=[ comment push longComment
          on -- comment line
          on [%=[ string push long
          on " string push double
          on ' string push single
          on ::%i:: attribute
        in longComment comment
          on ]%-] comment pop
        in long string
          on ]%-] string pop
        in escapes string
          on \x%2 escape
          on \u{%x} escape
          on \%d escape
          on \%. escape
        in double string continued
          like escapes
          on " string pop
        in single string continued
          like escapes
          on ' string pop
        """#
    }
}
