"""A double of the national side that runs as a process, for tests, scenarios and training."""
