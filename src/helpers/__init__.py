"""The machinery of the book: evidence, figures, the engine, and the book's own."""
