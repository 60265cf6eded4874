"""Pure rules of the axis: what requests say, and where the package lies in a body."""
