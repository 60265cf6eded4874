"""EdocService 2.0, the local axis that BKAV's systems speak."""
