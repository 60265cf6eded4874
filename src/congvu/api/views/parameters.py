"""Parameters that many operations share, as the reference describes them."""

from typing import Annotated

from ninja import Header, Path, Query

Cursor = Annotated[
    str,
    Query("", pattern=r"^[0-9]{0,18}$", description="`next` of the page before; empty for the first page."),
]
Limit = Annotated[int, Query(50, ge=1, le=200, description="How many at most.")]
Search = Annotated[
    str, Query("", max_length=200, pattern=r"^[^\x00]*$", description="Words, with or without marks.")
]
Key = Annotated[
    str,
    Header(
        ...,
        alias="Idempotency-Key",
        min_length=8,
        max_length=100,
        pattern=r"^[!-~]+$",
        description="Made by you, one for each thing wanted; the same request again gets the first answer.",
    ),
]
Match = Annotated[
    str | None, Header(None, alias="If-Match", description="The ETag that you read; 412 when it was changed.")
]
Id = Annotated[int, Path(..., ge=1, le=2**53)]
