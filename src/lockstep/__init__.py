"""Publishing tools that keep prose, formulas, numbers and code in step; they know nothing of what a book is about."""
