"""Labs: notebooks that run when the book is built, kept until what they depend on changes, shown as pages."""
