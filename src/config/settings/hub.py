"""The axis alone: the settings it stands on (CONGVU_HUB_SETTINGS) with the protocol's addresses only.

Started by `congvu hub serve`. Screens, sign-in and the worker run where the whole product runs, over the same
database. Faults are heard here and in tests only: an axis that is in use never plays them.
"""

from importlib import import_module

from config import env

_BASE = import_module(env.text("CONGVU_HUB_SETTINGS", "config.settings.prod"))
globals().update({name: value for name, value in vars(_BASE).items() if name.isupper()})

ROOT_URLCONF = "config.hub_urls"
ALLOWED_HOSTS = ["*"]  # callers are proved by their signature; nothing is built from the host's name
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # the library does not start without it
    "congvu.directory.middleware.ActorMiddleware",
]
HUB_FAULTS = env.names("HUB_FAULTS")
