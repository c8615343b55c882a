"""Tables and findings for people without Python: workbooks and CSV."""
