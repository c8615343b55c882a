"""Typesets documents as agencies print them, from figures, and tells a story over two years."""
