"""The applicants' face: where a dossier stands, by its code and the secret on the receipt."""
