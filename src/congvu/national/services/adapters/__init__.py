"""The two generations of the national interface behind one port."""
