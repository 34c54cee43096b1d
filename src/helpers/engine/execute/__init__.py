"""Executing notebooks: which must run, in what sandbox, and how results are kept."""
