"""Verification: what the book came out as, compared with the accepted baseline."""
