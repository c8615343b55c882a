"""What a Renja table is: one YAML spec per kind, and the types every room shares."""
