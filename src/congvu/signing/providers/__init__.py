"""Where private keys are: one plug-in for each kind of place, all of one shape."""
