"""Scanned pages: from the image to the same grids and fragments an exported page gives."""
