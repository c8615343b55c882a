"""The report of a document: one HTML file that works offline, and an index over all of them."""
