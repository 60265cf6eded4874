"""WSGI entry point of the web processes."""

import os

import django
from django.core.wsgi import get_wsgi_application

from config.checks import refuse_to_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
django.setup(set_prefix=False)
refuse_to_start()
application = get_wsgi_application()
