"""Shared by all tests. Its presence puts ``tests/`` on the import path (``import bad_pdfs``)."""
