"""The channel of watched folders: legacy software that reads and writes files, and nothing else."""
