"""Factories of processes."""

import factory
from factory.django import DjangoModelFactory

from congvu.workflow import models
from congvu.workflow.rules.editing import blank


class ProcessFactory(DjangoModelFactory):
    class Meta:
        model = models.Process

    code = factory.Sequence(lambda n: f"1.{n:06d}")
    name = factory.Sequence(lambda n: f"Quy trình thử {n}")


class DraftFactory(DjangoModelFactory):
    """A draft of the usual steps."""

    class Meta:
        model = models.ProcessVersion

    process = factory.SubFactory(ProcessFactory)
    number = 1
    spec = factory.LazyFunction(lambda: blank("commune"))
