"""Year against year: what the documents of one agency say of each other's figures."""
