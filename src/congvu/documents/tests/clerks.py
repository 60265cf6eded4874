"""A clerk in a process of their own, who registers documents as fast as they can.

python -m congvu.documents.tests.clerks GO OFFICER BOOK DOCUMENT…

GO is a file that appears when everybody may begin.
"""

import json
import sys
import time
from pathlib import Path

import django


def main(go, officer_id, book_id, document_ids):
    django.setup()
    from congvu.common.errors import ActionRefused
    from congvu.directory.models import Officer
    from congvu.directory.queries import actor_for
    from congvu.documents.messages import Registration
    from congvu.documents.services import register_incoming

    actor = actor_for(Officer.objects.get(pk=officer_id))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not go.exists():
        time.sleep(0.005)
    said = {}
    for document_id in document_ids:
        try:
            done = register_incoming(document_id, Registration(book_id), actor=actor)
            said[document_id] = done.arrival_number
        except ActionRefused as refusal:
            said[document_id] = f"{refusal.code}: {refusal.message}"
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(int(one) for one in sys.argv[2:4]), [int(one) for one in sys.argv[4:]])
