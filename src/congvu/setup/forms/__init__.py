"""Forms of the administrators' screens, one module per screen."""
