"""Connections as their keepers see them."""

from django.db.models import QuerySet

from congvu.directory.messages import Actor
from congvu.directory.queries import managed_agencies
from congvu.interchange.models import Connection


def visible_connections(actor: Actor) -> QuerySet[Connection]:
    """Return the connections of agencies that the actor manages."""
    return Connection.objects.filter(agency__in=managed_agencies(actor)).select_related("agency")
