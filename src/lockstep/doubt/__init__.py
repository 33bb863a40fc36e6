"""Doubt: what a program takes from the library, and what a page takes from it, is made wrong; something must notice.

An assertion notices a wrong result, and a wrong value where it was bound last. Of a figure, each thing that it draws
must change with some result of the library. What an author says would break the words of a statement is put into its
program; of each claim something must be said. And each program runs once more in another world, to the same record.
"""
