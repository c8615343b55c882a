"""Cells to rows: headers, numbers, codes, hierarchy, arithmetic. Knows nothing of PDF."""
