"""Doubt: what a program takes from the library is made wrong, and one of its assertions must notice, each time."""
