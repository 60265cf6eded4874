"""What other rooms call: print a form, and keep the templates."""

from congvu.printing.services.forms import publish_template, seed_forms, write_gallery
from congvu.printing.services.render import qr_svg, render_html, render_pdf, typeset

__all__ = [
    "publish_template",
    "qr_svg",
    "render_html",
    "render_pdf",
    "seed_forms",
    "typeset",
    "write_gallery",
]
