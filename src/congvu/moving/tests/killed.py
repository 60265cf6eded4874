"""A worker in a process of its own, with small batches: to be killed in the middle.

python -m congvu.moving.tests.killed MEDIA_ROOT BATCH
"""

import sys
import time

import django


def main(media, batch):
    django.setup()
    from django.conf import settings

    settings.MEDIA_ROOT = media
    from congvu.delivery.services.claiming import claim
    from congvu.delivery.services.delivering import deliver
    from congvu.moving.services import running

    running.BATCH = int(batch)
    while True:
        for one in claim("killed", lease_seconds=1):
            deliver(one, "killed")
        time.sleep(0.05)


if __name__ == "__main__":
    main(*sys.argv[1:])
