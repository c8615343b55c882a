"""PDF to cells: triage, locate, read twice, agree, stitch. Knows nothing of money or codes."""
