"""Doubt: what a program takes from the library, and what a page takes from it, is made wrong; something must notice.

An assertion notices a wrong result, and a wrong value where it was bound last. Of a figure, each thing that it draws
must change with some result of the library. And each program runs once more in another world, to the same record.
"""
