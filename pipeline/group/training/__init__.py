"""How the verifier of copies is trained: invented news, documented edits, a logistic fit; no text of others is used."""
