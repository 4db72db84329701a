"""What a letter is made of, without a case and without a database: kinds and readers, places, words, checks.

`places` says what may stand in which letter to whom; `template` reads an organisation's words and fills their places;
`checks` finds what its reader may not know and what would forbid them to talk; `sheet` is the page that the press sets.
"""
