"""What auditors open: a value's way back to its page, reports, review, exports and queries.

Reads what the pipeline wrote (``clean/``, ``quarantine/``) and the PDFs it was read from.
"""
