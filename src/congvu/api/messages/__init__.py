"""What goes over the wire, as the reference describes it."""
