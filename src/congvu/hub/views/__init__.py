"""What the axis answers over HTTP, and the administrator's screens."""
