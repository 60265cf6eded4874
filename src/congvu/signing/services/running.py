"""pyHanko speaks asyncio; the house does not: one call waits for one piece of its work."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def waited[T](work: Coroutine[Any, Any, T]) -> T:
    """Return the result of asynchronous work that touches no database.

    Where a loop runs in this thread already (a server of the other kind, a browser test) it runs in another.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(max_workers=1) as other:
        return other.submit(asyncio.run, work).result()
