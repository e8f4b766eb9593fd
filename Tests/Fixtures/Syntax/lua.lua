#!/usr/bin/env lua
-- a comment
--[[ a block
comment ]] local x <const> = 0xFF + 1.5e-3
--[==[ with ]] inside
]==]
function M.area(self, ...) return self.width * 2 // 1, nil end
local text = [[several
lines \n]], other = [=[ a ]] b ]=], esc = "tab\t \x41 \u{e9} \065 \"q\"", s = 'it\'s'
for i = 1, #list do if a[b[1]] ~= true then goto done end end
::done::
