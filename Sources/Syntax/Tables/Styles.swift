// Data table: CSS (with what SCSS and Less have besides) and SQL.

extension Tables {
    static var css: String {
        #"""
        fold
        in code
          idents
          letters -
          on $%&{a-z_-}%[a-z0-9_-]%>%_: variable push declaration
          on --%&{a-z0-9_-}%[a-z0-9_-]%>%_: key push declaration
          like everywhere
          on @%&{a-z-}%[a-z-] attribute push rule
          on { plain push block
          on .%&{a-z_-}%[a-z0-9_-] type
          on #%&{a-z_-}%[a-z0-9_-] constant
          on ::%&{a-z-}%[a-z-] attribute
          on :%&{a-z-}%[a-z-] attribute
          on & keyword
          on ( plain push arguments until )
          on %&{a-z}%[a-z0-9-] tag
        in arguments
          idents
          numbers
          on .%&{a-z_-}%[a-z0-9_-] type
          on #%&{a-z_-}%[a-z0-9_-] constant
          on :%&{a-z-}%[a-z-] attribute
          like everywhere
        in everywhere
          on /* comment push comment
          on %B// comment line
          on " string push double
          on ' string push single
          on #{ escape push interpolation until }
        in block
          numbers
          on } plain pop
          on %&{$a-z_-}%[$a-z0-9_-]%>%_:%; key push declaration
          like code
        in rule
          words keyword and or not only from to through in if else
          letters -$
          numbers
          on { plain goto block
          on ; plain pop
          on %>} plain pop
          on %&{a-z-}%[a-z-]%>%_: key
          like values
        in declaration
          letters -
          on ; plain pop
          on %>} plain pop
          on !%_%i keyword
          like values
        in values
          idents
          numbers
          on url(%~{"'%s} plain push address until )
          on %{+-}%>%{0-9.} number
          like everywhere
          on #%x%w number
          on --%&{a-z0-9_-}%[a-z0-9_-] variable
          on $%&{a-z_-}%[a-z0-9_-] variable
          on %% number
        in address string
        in interpolation
          like values
        in comment comment
          on */ comment pop
        in double string continued
          on \%. escape
          on #{ escape push interpolation until }
          on " string pop
        in single string continued
          on \%. escape
          on #{ escape push interpolation until }
          on ' string pop
        """#
    }

    static var sql: String {
        #"""
        fold
        in code
          words keyword add all alter analyze and any as asc begin between by cascade case cast check collate column
          words keyword commit conflict constraint create cross current database declare default deferrable delete desc
          words keyword distinct do drop each else elsif end escape except exclude exec execute exists explain fetch
          words keyword filter first following for foreign from full function grant group having if ilike in index inner
          words keyword insert intersect into is isnull join key language lateral left like limit loop materialized
          words keyword merge natural not nothing notnull of offset on only or order outer over partition preceding
          words keyword primary procedure range recursive references rename replace restrict return returning returns
          words keyword revoke right rollback row rows savepoint schema select sequence set some table temp temporary
          words keyword then to transaction trigger truncate unbounded union unique update using values view when where
          words keyword while window with within without
          words constant null true false unknown current_date current_time current_timestamp
          words type bigint bigserial binary bit blob bool boolean bytea char character clob date datetime decimal double
          words type enum float int integer interval json jsonb money nchar numeric nvarchar precision real serial
          words type smallint text time timestamp timestamptz tinyint uuid varbinary varchar varying xml
          members
          numbers
          on -- comment line
          on /* comment push comment
          on e' string push escaped
          on ' string push single
          on " plain push quoted
          on ` plain push back
          on $%t$ string push dollar
          on $%d variable
          on :: plain
          on :%i variable
          on @@%i variable
          on @%i variable
        in comment comment
          on /* comment deeper
          on */ comment shallower
        in single string
          on '' escape
          on ' string pop
        in escaped string
          on '' escape
          on \%. escape
          on ' string pop
        in quoted
          on "" plain
          on " plain pop operand
        in back
          on ` plain pop operand
        in dollar string
          on $%T$ string pop
        """#
    }
}
