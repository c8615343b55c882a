"""How right and how fast, beside other readers. See README.md for what the figures mean."""
