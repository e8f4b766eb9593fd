// Data table: shells, make and Dockerfiles, which have commands of a shell in them.

extension Tables {
    static var shell: String {
        #"""
        in code
          words keyword case coproc do done elif else esac fi for if in select then time until while break continue
          words keyword return exit local export readonly declare typeset unset shift trap source eval exec set alias
          define function function
          letters -./
          on %B# comment line
          on \%. escape
          on ' string push single
          on $' string push ansi
          on $" string push double
          on " string push double
          like expansions
          on <<< plain operation
          on <<-%_%h string heredoc here indented
          on <<-%_"%h" string heredoc rawHere indented
          on <<-%_'%h' string heredoc rawHere indented
          on <<%_%h string heredoc here
          on <<%_"%h" string heredoc rawHere
          on <<%_'%h' string heredoc rawHere
          on <<%_\%h string heredoc rawHere
          on %B(( escape push arithmetic until ))
          on %^%i%[A-Za-z0-9_.-]%>%_() function
          on %B%i%>= variable
          on %B%i%>+= variable
          on %B%i%>[ variable
        in expansions
          on $(( escape push arithmetic until ))
          on $( escape push code until )
          on ${ escape push brace until }
          on ` escape push code until `
          on $%i variable
          on $%{0-9@*#?$!_-} variable
        in single string
          on ' string pop
        in ansi string
          on \x%2 escape
          on \u%4 escape
          on \%{0-7}%[0-7] escape
          on \%. escape
          on ' string pop
        in double string
          on \%{"$`\} escape
          like expansions
          on " string pop
        in here string
          on \%{$`\} escape
          like expansions
        in rawHere string
        in brace variable
          on \%. escape
          on " string push double
          on ' string push single
          like expansions
        in arithmetic
          words keyword
          numbers
          like expansions

        """#
    }

    static var makefile: String {
        #"""
        in make
          words keyword include -include sinclude ifeq ifneq ifdef ifndef else endif define endef export unexport
          words keyword override private undefine vpath
          letters -.
          on %0%s plain push recipe
          on # comment push remark
          like references
          on %0%&{a-zA-Z0-9_.-}%[a-zA-Z0-9_.-]%>%_= variable
          on %0%&{a-zA-Z0-9_.-}%[a-zA-Z0-9_.-]%>%_%{:?+!}= variable
          on %0%&{a-zA-Z0-9_.-}%[a-zA-Z0-9_.-]%>%_::= variable
          on %0%&{a-zA-Z0-9_./%}%[a-zA-Z0-9_./%%s-]%>:%~{=} function
          on \%. escape
          on " string push quoted
          on %B' string push quotedRaw
        in quoted string line
          on \%. escape
          like references
          on " string pop
        in quotedRaw string line
          like references
          on ' string pop
        in references
          on $(%&{a-zA-Z0-9_@<^+*?.%-}%[a-zA-Z0-9_@<^+*?.%-]) variable
          on ${%&{a-zA-Z0-9_@<^+*?.%-}%[a-zA-Z0-9_@<^+*?.%-]} variable
          on $(%&{a-z} escape push call until )
          on $%{@<^+*?|a-zA-Z%%} variable
        in call
          words keyword abspath addprefix addsuffix and basename call dir error eval filter filter-out findstring firstword
          words keyword foreach if info join lastword notdir or origin patsubst realpath shell sort strip subst suffix
          words keyword value warning wildcard word wordlist words
          letters -.
          like references
        in remark comment continued
        in recipe plain continued
          on $$%i variable
          on $$%{0-9@*#?$!_({-} variable
          like references
          like code

        """#
    }

    static var dockerfile: String {
        #"""
        fold
        in docker
          on %^# comment line
          on %^run%w keyword push commands
          on %^cmd%w keyword push commands
          on %^entrypoint%w keyword push commands
          on %^from%w keyword push words
          on %^add%w keyword push words
          on %^arg%w keyword push words
          on %^copy%w keyword push words
          on %^env%w keyword push words
          on %^expose%w keyword push words
          on %^healthcheck%w keyword push words
          on %^label%w keyword push words
          on %^maintainer%w keyword push words
          on %^onbuild%w keyword start
          on %^shell%w keyword push words
          on %^stopsignal%w keyword push words
          on %^user%w keyword push words
          on %^volume%w keyword push words
          on %^workdir%w keyword push words
        in words plain continued
          words keyword as
          letters -./:
          on --%&{a-z}%[a-z-] attribute
          on " string push double
          on ' string push single
          on %B%i%>= key
          on \%. escape
          like expansions
        in commands plain continued
          on %^# comment line stay
          on --%&{a-z}%[a-z-]%>= attribute
          like code

        """#
    }
}
