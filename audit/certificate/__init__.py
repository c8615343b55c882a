"""The quality certificate of a document: what was checked, what is open, and who signed it."""
