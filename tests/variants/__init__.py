"""Typeset variants of the forms, with known truth, and the hunt for what is read wrongly."""
