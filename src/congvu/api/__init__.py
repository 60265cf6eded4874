"""The house's own REST interface for other systems: OAuth2 clients, resources, signed webhooks."""
