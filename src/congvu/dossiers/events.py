"""What can happen to a dossier, in words."""

KINDS: tuple = ()
