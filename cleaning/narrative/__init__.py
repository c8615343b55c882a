"""Running text -> its amounts, the table cells they repeat, and where text and tables disagree."""
