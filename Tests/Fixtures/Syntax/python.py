#!/usr/bin/env python3
"""A module's text with a \n escape
and 'quotes' inside."""
import re as regex
from typing import Optional

@functools.lru_cache(maxsize=None)
async def fetch(url: str, *, limit: int = 1_000) -> Optional[Response]:
    # a comment with "quotes"
    raw = r"C:\new\"" + rb'\x00' + b"\x41\377"
    text = f"{name!r:>{width}} and {{braces}} {d['key']} \N{LATIN SMALL LETTER A}"
    long = f'''{items[0]
        + 1} of {", ".join(f"<{x}>" for x in items)}
    '''
    broken = "not closed
    number = 0xFF + 0b11 + 1e-5 + 3j + 10_000.5
    joined = 'continued \
here' "\u00e9\U0001F600"
    match command.split():
        case ["go", direction] if direction in DIRECTIONS:
            return self.go(direction)
    match = pattern.match(text)
    return None if not match else match.group(1) @ matrix

class Shape(Base, metaclass=ABCMeta):
    def __init__(self): super().__init__(); self.in_use = True
lambda x: x is not None
