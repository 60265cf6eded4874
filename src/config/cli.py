"""The command `congvu`: every management command of the product."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run the management command named on the command line; dev-ca means dev_ca."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        sys.argv[1] = sys.argv[1].replace("-", "_")  # `congvu dev-ca` is the module dev_ca
    name, *rest = sys.argv[1:] or [""]
    words = [sys.argv[0], name if name.startswith("-") else name.replace("-", "_"), *rest]
    try:
        execute_from_command_line(words if name else sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Cấu hình sai: {error}")


if __name__ == "__main__":
    main()
