"""The axis in the box: a provincial document axis that speaks the protocol of the national SDK."""
