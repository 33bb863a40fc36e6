"""Publishing tools that keep prose, formulas, numbers and code in step; they know nothing of what a book is about.

A value travels one way, and so does this list. No room asks one below it in the list for anything.

`problem`  what can go wrong, in the one form that every caller reports: file, line, what, remedy
`values`   the one spelling of a value, `snippet.path:format`, in prose, in formulas and in a run
`binding`  which names a program binds, and where last
`math`     TeX in, MathML out, and the font that the MathML needs
`book`     reads what a book states: settings, pages, programs, labs, works, clauses; nothing runs, nothing is judged
`run`      runs each program once, in a process of its own; a record keeps what it printed, drew and computed
`names`    what the names in programs mean
`ledger`   what each section said, and the programs that it rests on, when a person last read them together
`check`    the rules: from a book and its records to its problems
`edition`  a book, its records and its problems, as of the files on disk
`render`   shows an edition, as extensions of Python-Markdown; it decides nothing
`lab`      runs notebooks, and makes pages of them
`site`     builds the site, and holds what was built against what was stated
`accept`, `new`, `doubt` and `__main__` are the commands: they stand above what they command.
"""
