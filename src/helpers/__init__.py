"""The machinery of the book: evidence, figures, publishing."""
