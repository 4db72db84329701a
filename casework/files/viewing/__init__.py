"""Looking at a file without opening it: its pages as pictures, a mail as what it says.

Everything that parses runs in a capped child (`pages`, `mails`, `outlook`, `markup`); `showing` asks it from the
outside, `letters` are the values that come back.
"""
