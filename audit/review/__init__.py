"""`renja review`: a local page on which people decide on doubtful cells."""
