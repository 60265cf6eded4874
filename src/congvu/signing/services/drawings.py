"""Pictures for a demonstration, drawn by us: a handwriting in blue, a round seal in red."""

import io
import itertools
import math
import random
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from congvu.common.text import fold
from congvu.signing.services import fonts

BLUE, RED = (28, 63, 170), (200, 22, 30)
SCALE = 2
type Point = tuple[float, float]


def _png(image: Image.Image) -> bytes:
    small = image.resize((image.width // SCALE, image.height // SCALE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def handwriting(name: str) -> bytes:
    """Return a signature in blue on nothing (PNG): loops that the letters of the name give their shape."""
    chance = random.Random(fold(name))  # noqa: S311 — a drawing, not a secret
    width, height = 600 * SCALE, 220 * SCALE
    image = Image.new("RGBA", (width, height), (*BLUE, 0))
    pen = ImageDraw.Draw(image)
    letters = fold(name).replace(" ", "")[-7:] or "x"
    step = width * 0.72 / len(letters)
    points: list[Point] = [(width * 0.06, height * 0.62)]
    for number, letter in enumerate(letters):
        tall = letter in "bdfhklty" or number == 0
        x = width * 0.1 + step * number
        top = height * (0.12 if tall else 0.42) + chance.uniform(-0.05, 0.05) * height
        points += [(x + step * 0.55, top), (x + step * 0.2, height * 0.5), (x + step * 0.75, height * 0.72)]
    points += [(width * 0.93, height * 0.5), (width * 0.55, height * 0.9), (width * 0.14, height * 0.86)]
    _stroke(pen, _smooth(points), chance)
    return _png(image)


def _smooth(points: list[Point], parts: int = 24) -> list[Point]:
    """Return a Catmull-Rom curve through the points."""
    ends = [points[0], *points, points[-1]]
    curve = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for part in range(parts):
            t = part / parts
            curve.append(tuple(_between(a[i], b[i], c[i], d[i], t) for i in (0, 1)))
    return [(x, y) for x, y in curve]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def _stroke(pen: ImageDraw.ImageDraw, curve: list[Point], chance: random.Random) -> None:
    """Draw the curve with a nib: thicker when slow, thinner when quick."""
    pressure = 4.0 * SCALE
    for (x1, y1), (x2, y2) in itertools.pairwise(curve):
        speed = math.hypot(x2 - x1, y2 - y1)
        wished = max(1.6, 5.5 - speed / (4 * SCALE) + chance.uniform(-0.3, 0.3)) * SCALE
        pressure += (wished - pressure) * 0.3
        half = pressure / 2
        pen.line((x1, y1, x2, y2), fill=(*BLUE, 255), width=max(1, round(pressure)))
        pen.ellipse((x2 - half, y2 - half, x2 + half, y2 + half), fill=(*BLUE, 255))


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(fonts.faces()[2]), size)


def seal(agency: str) -> bytes:
    """Return a round seal in red on nothing (PNG), plainly not a real one: the name around a star."""
    side = 600 * SCALE
    image = Image.new("RGBA", (side, side), (*RED, 0))
    pen = ImageDraw.Draw(image)
    for inset, thick in ((0.01, 0.014), (0.04, 0.005), (0.24, 0.005)):
        at = side * inset
        pen.ellipse((at, at, side - at, side - at), outline=(*RED, 255), width=round(side * thick))
    _around(image, agency.upper(), radius=side * 0.355, size=_fitting(agency, side))
    _around(image, "★ THỬ NGHIỆM ★".replace("★", "•"), radius=side * 0.355, size=round(side * 0.06), low=True)
    _star(pen, side / 2, side / 2, side * 0.17)
    return _png(image)


def _fitting(text: str, side: int) -> int:
    return max(round(side * 0.034), min(round(side * 0.068), round(side * 1.75 / max(1, len(text)))))


def _around(image: Image.Image, text: str, *, radius: float, size: int, low: bool = False) -> None:
    """Write around the centre: over the top, or under the foot."""
    font, centre = _font(size), image.width / 2
    widths = [font.getlength(letter) * 1.06 for letter in text]
    angle = -sum(widths) / radius / 2
    for letter, width in zip(text, widths, strict=True):
        middle = angle + width / radius / 2
        angle += width / radius
        tile = Image.new("RGBA", (size * 2, size * 2), (*RED, 0))
        ImageDraw.Draw(tile).text((size, size), letter, font=font, fill=(*RED, 255), anchor="mm")
        turned = -math.degrees(middle) * (-1 if low else 1)
        tile = tile.rotate(turned, resample=Image.Resampling.BICUBIC)
        x = centre + radius * math.sin(middle)
        y = centre + radius * math.cos(middle) * (1 if low else -1)
        image.alpha_composite(tile, (round(x - size), round(y - size)))


def _star(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = []
    for number in range(10):
        reach = radius if number % 2 == 0 else radius * 0.39
        turn = math.pi * number / 5
        points.append((x + reach * math.sin(turn), y - reach * math.cos(turn)))
    pen.polygon(points, fill=(*RED, 255))
