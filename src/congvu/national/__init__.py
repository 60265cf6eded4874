"""The national side: dossiers synchronised, online dossiers received, catalogue and codes fetched."""
