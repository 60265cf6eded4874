"""Tags and filters of every screen: icons, badges, times, money, pager, tabs, fields, dialogs."""

from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from congvu.ui import queries, rules, services
from congvu.ui.messages import UNKNOWN, URGENCY, Badge, MenuEntry

register = template.Library()

SPRITE = "ui/icons.svg"


@register.filter
def printable(text: Any) -> str:
    """Leave out what no page may hold: control characters in what was sent."""
    return "".join(char for char in str(text or "") if char.isprintable())


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Show an icon of the sprite; without `label` it is decoration and hidden from readers."""
    sprite = staticfiles_storage.url(SPRITE)
    if label:
        return _SAID(classes=f"icon {css}".strip(), label=label, address=f"{sprite}#{name}")
    return _drawn(str(name), f"icon {css}".strip(), sprite)


_SAID = rules.Markup(
    '<svg class="{classes}" role="img" aria-label="{label}"><use href="{address}"></use></svg>'
)
_MUTE = rules.Markup(
    '<svg class="{classes}" aria-hidden="true" focusable="false"><use href="{address}"></use></svg>'
)


@lru_cache(maxsize=1000)
def _drawn(name: str, classes: str, sprite: str) -> SafeString:
    """Draw an icon once: a page shows a hundred of them."""
    return _MUTE(classes=classes, address=f"{sprite}#{name}")


@register.simple_tag
def badge(label: Any, tone: str = "neutral", icon_name: str = "") -> SafeString:
    """Show a word in a tone (neutral, info, progress, wait, soon, good, bad), with an icon."""
    return _TAG(tone=tone, mark=icon(icon_name) if icon_name else "", label=label)


_TAG = rules.Markup('<span class="tag tag-{tone}">{mark}<span>{label}</span></span>')


@register.simple_tag
def state_badge(state: str, kind: str = "dossier") -> SafeString:
    """Show a registered state: word, icon and tone."""
    shown = services.badge_of(kind, str(state)) or Badge(str(state) or UNKNOWN.label)
    return badge(shown.label, shown.tone, shown.icon)


class Deadlines:
    """Draws deadlines; today, the zone and the language are asked for once, not for each row of a list."""

    def __init__(self) -> None:
        self.today, self.zone = timezone.localdate(), timezone.get_current_timezone()
        self.look = (get_language(), staticfiles_storage.url(SPRITE))

    def badge(self, group: str, due_at: datetime | None = None, minutes: int | None = None) -> SafeString:
        """Draw how urgent: word, icon, date, and the working minutes left or over when given."""
        head = _urgency_head(str(group), *self.look)
        left = rules.work_left(minutes) if minutes is not None and group != "paused" else ""
        when = self.time(due_at) if due_at else ""
        return _URGENCY(head=head, when=when, tail=_LEFT(left=left) if left else "")

    def time(self, due_at: datetime) -> SafeString:
        """Draw a machine-readable time, short, the whole moment as its title."""
        return _due(due_at, self.today, self.zone)


_URGENCY = rules.Markup("{head}{when}</span>{tail}</span>")
_LEFT = rules.Markup('<span class="urgency-left">{left}</span>')
_HEAD = rules.Markup(
    '<span class="urgency" data-urgency="{group}"><span class="tag tag-{tone}">{mark}<span>{label}</span>'
)
_TIME = rules.Markup('<time datetime="{machine}" title="{whole}">{short}</time>')


@lru_cache(maxsize=100)
def _urgency_head(group: str, language: str, sprite: str) -> SafeString:
    """Draw what all badges of a group begin with."""
    shown = URGENCY.get(group, UNKNOWN)
    return _HEAD(group=group, tone=shown.tone, mark=_drawn(shown.icon, "icon", sprite), label=shown.label)


@lru_cache(maxsize=5000)
def _due(value: datetime, today: date, zone: tzinfo) -> SafeString:
    """Write a deadline once a day: the same ones stand in the lists of a whole office."""
    local = value.astimezone(zone)
    return _TIME(machine=local.isoformat(), whole=rules.moment(local), short=rules.moment_short(local, today))


@register.simple_tag
def urgency_badge(group: str, due_at: datetime | None = None, minutes: int | None = None) -> SafeString:
    """Show how urgent: word, icon, date, and the working minutes left or over when given."""
    return Deadlines().badge(group, due_at, minutes)


@register.simple_tag
def due(value: datetime) -> SafeString:
    """Show a deadline as a machine-readable time, short, the whole moment as its title."""
    return Deadlines().time(value)


def _local(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def moment(value: datetime | None) -> str:
    """Write "14:05, thứ Ba 24/11/2026"."""
    return rules.moment(_local(value)) if value else ""


@register.filter
def moment_short(value: datetime | None) -> str:
    """Write "14:05" for today, "14:05 24/11" this year, else with the year."""
    return rules.moment_short(_local(value), timezone.localdate()) if value else ""


@register.filter
def day(value: date | None) -> str:
    """Write dd/mm/yyyy."""
    return rules.day(_local(value)) if value else ""


@register.filter
def day_long(value: date | None) -> str:
    """Write "thứ Ba 24/11/2026"."""
    return rules.day_long(_local(value)) if value else ""


@register.filter
def ago(value: datetime | None) -> str:
    """Write "5 phút trước"."""
    return rules.ago((timezone.now() - value).total_seconds()) if value else ""


@register.filter
def work_left(minutes: int | None) -> str:
    """Write "còn 3 giờ làm việc" or "quá 2 ngày làm việc"."""
    return rules.work_left(minutes) if minutes is not None else ""


@register.filter
def money(amount: int | None) -> str:
    """Write "1.351.000 đ"."""
    return rules.money(int(amount)) if amount is not None else ""


@register.filter
def number(amount: int | None) -> str:
    """Write a whole number with points between thousands."""
    return rules.number(int(amount)) if amount is not None else ""


@register.filter
def capped(count: int | None, cap: int = 1000) -> str:
    """Write the count, or "1000+" from the cap on."""
    return rules.capped(count, cap) if count is not None else ""


@register.filter
def file_size(size: int | None) -> str:
    """Write "1,4 MB"."""
    return rules.file_size(size) if size is not None else ""


@register.inclusion_tag("ui/parts/pager.html", takes_context=True)
def pager(context: Context, page: Any, newer: str = "moi", older: str = "cu") -> dict[str, Any]:
    """Show "mới hơn / cũ hơn" of a KeysetPage; `newer`, `older` are the query parameters' names."""
    query = context["request"].GET.copy()
    for name in (newer, older):
        query.pop(name, None)
    links = {}
    for key, name, cursor in (("newer", newer, page.newer), ("older", older, page.older)):
        own = query.copy()
        own[name] = cursor
        links[key] = "?" + own.urlencode() if cursor else ""
    return links


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Any, label: str = "") -> dict[str, Any]:
    """Show a row of Tab values as links, the current one marked, with capped counts."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/parts/breadcrumb.html")
def breadcrumb(*crumbs: Any) -> dict[str, Any]:
    """Show the way here: texts and addresses in turn, such as "Hồ sơ" url "H02-1"; the last is text."""
    pairs = [*crumbs, ""] if len(crumbs) % 2 else [*crumbs]
    return {"crumbs": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.inclusion_tag("ui/parts/empty.html")
def empty(
    title: str, text: str = "", icon_name: str = "inbox", url: str = "", action: str = ""
) -> dict[str, Any]:
    """Show that there is nothing here, why, and what can be done."""
    return {"title": title, "text": text, "icon_name": icon_name, "url": url, "action": action}


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """List a form's errors at its top, each linked to its field; takes focus after a refused post."""
    fields = [(f, _focus_id(f), e) for f in form for e in f.errors] if form.is_bound else []
    general = list(form.non_field_errors()) if form.is_bound else []
    return {"fields": fields, "general": general, "prefix": form.prefix or ""}


def _focus_id(bound: Any) -> str:
    """Return the id that can take the focus: of a group of choices the first one."""
    first = bound.subwidgets[0].id_for_label if bound.use_fieldset and bound.subwidgets else ""
    return str(first or bound.id_for_label or bound.auto_id)


@register.simple_tag
def field(bound: Any) -> SafeString:
    """Show one field of a form with label, help and errors (the same as `as_field_group`)."""
    html: SafeString = bound.as_field_group()
    return html


@register.simple_tag(takes_context=True)
def menu(context: Context) -> dict[str, list[MenuEntry]]:
    """Return the menu of this request's actor: `{% menu as groups %}`."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return queries.menu(None, "")
    return queries.menu(getattr(request, "actor", None), request.path)


@register.simple_tag
def place(name: str) -> str:
    """Return the address of a well-known place, "" when it is not installed."""
    return queries.place(name)


@register.simple_tag(takes_context=True)
def count_of(context: Context, name: str) -> int:
    """Return a registered top-bar number for this actor."""
    request = context.get("request")
    actor = getattr(request, "actor", None)
    return services.counter(name, actor) if actor is not None else 0


@register.filter
def menu_key(groups: dict[str, list[MenuEntry]]) -> str:
    """Return what tells one menu from another, for `{% once %}`."""
    return "|".join(f"{entry.url}{'*' * entry.current}" for group in groups.values() for entry in group)


class OnceNode(Node):
    """Content that is rendered once for each language and key, and kept with the template."""

    MOST = 300

    def __init__(self, keys: list[FilterExpression], nodelist: NodeList) -> None:
        self.keys, self.nodelist = keys, nodelist
        self.kept: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """Return what was kept, or render and keep it."""
        key = (get_language(), *(one.resolve(context) for one in self.keys))
        html = self.kept.get(key)
        if html is None:
            if len(self.kept) >= self.MOST:
                self.kept.clear()
            html = self.kept[key] = self.nodelist.render(context)
        return html


@register.tag("once")
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once key … %} … {% endonce %}`: content that depends on the language and its keys alone.

    Never put in it what belongs to one request or officer: a token, a name, a nonce. Variables that it sets
    do not exist outside of it.
    """
    keys = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(keys, nodelist)


class DialogNode(Node):
    """A native dialog around the content, with a heading and a closing button."""

    def __init__(self, name: FilterExpression, title: FilterExpression, nodelist: NodeList) -> None:
        self.name, self.title, self.nodelist = name, title, nodelist

    def render(self, context: Context) -> SafeString:
        """Render the dialog; it opens by a button with `data-dialog="<name>"`."""
        values = {
            "name": self.name.resolve(context),
            "title": self.title.resolve(context),
            "content": self.nodelist.render(context),
        }
        return render_to_string("ui/parts/dialog.html", values)


@register.tag("dialog")
def dialog(parser: Parser, token: Token) -> DialogNode:
    """`{% dialog "name" "Title" %} … {% enddialog %}`: a native dialog."""
    bits = token.split_contents()
    if len(bits) != 3:
        raise template.TemplateSyntaxError("dialog takes a name and a title")
    nodelist = parser.parse(("enddialog",))
    parser.delete_first_token()
    return DialogNode(parser.compile_filter(bits[1]), parser.compile_filter(bits[2]), nodelist)
