"""Plain X-Road REST: packages pushed to another member's service through our Security Server."""
