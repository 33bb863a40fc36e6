"""Doubt: every statement is attacked, with attacks made from the book itself, and its evidence must beat each one."""
