"""The print edition: a Sphinx builder that turns the book's pages into Typst, and that into a PDF.

A page goes this way: `builder` takes it as Sphinx resolved it, `writer` turns its nodes into calls
of functions of ``template/book.typ``, and `typeset` has the compiler set all of them. Everything
that an author typed travels as a string literal (`markup.string`); none of it is ever read as
Typst code.
"""
