"""ASGI entry point of the web processes."""

import os

import django
from django.core.asgi import get_asgi_application

from config.checks import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
django.setup(set_prefix=False)
refuse_to_start()
application = get_asgi_application()
