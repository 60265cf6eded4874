"""What other rooms call: print a form, and keep the templates."""

from congvu.printing.services.render import qr_svg, render_html, render_pdf

__all__ = ["qr_svg", "render_html", "render_pdf"]
