"""Compiling executed notebooks and pages to HTML with Jupyter Book and Sphinx."""
