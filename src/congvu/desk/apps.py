"""The officers' face: its menu, and how the states of dossiers and results look."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Registers the desk's menu entries, one line per screen, and the badges of states."""

    name = "congvu.desk"
    label = "desk"
    verbose_name = "Bàn làm việc"

    def ready(self) -> None:
        """Put the screens on the menu; a line whose address does not exist yet is not shown."""
        from congvu.desk.views.notices import unread
        from congvu.dossiers.states import STATE_NAMES
        from congvu.ui.messages import Badge, NavItem
        from congvu.ui.services import register_badges, register_counter, register_nav

        looks = {
            "draft": ("neutral", "circle-dashed"), "incomplete": ("wait", "file-plus"),
            "received": ("info", "inbox"), "processing": ("progress", "progress"),
            "supplement": ("wait", "clock-pause"),
            "payment": ("wait", "cash"), "stopped": ("neutral", "player-stop"), "refused": ("bad", "ban"),
            "withdrawn": ("neutral", "logout"), "closed": ("neutral", "lock"),
            "done": ("good", "circle-check"), "returned": ("good", "package"),
        }  # fmt: skip
        register_badges("dossier", {state: Badge(STATE_NAMES[state], *looks[state]) for state in STATE_NAMES})
        _register_document_badges()
        _register_result_badges()
        _register_task_badges()
        _register_outgoing_badges()
        _register_case_badges()
        register_counter("notices", unread)
        register_nav(
            NavItem(_("Hôm nay"), "home", "desk:home", order=5, key="m"),
            NavItem(_("Việc cần xử lý"), "inbox", "desk:inbox", "dossier.view", order=10, key="h"),
            NavItem(_("Tiếp nhận hồ sơ"), "file-plus", "desk:intake", "dossier.intake", order=20, key="t"),
            NavItem(_("Tất cả hồ sơ"), "folder", "desk:dossiers", "dossier.view", order=30, key="d"),
            NavItem(_("Sổ theo dõi"), "list-details", "desk:register", "dossier.view", order=40, key="s"),
            NavItem(_("Nhiệm vụ"), "checkbox", "desk:assignments", "assignment.view", order=44, key="n"),
            NavItem(_("Văn bản đến"), "mailbox", "desk:incoming_list", "document.view", order=45, key="v"),
            NavItem(_("Sổ văn bản"), "books", "desk:books", "document.register", order=48),
            NavItem(_("Văn bản đi"), "send", "desk:outgoing_list", "document.view", order=46),
            NavItem(
                _("Liên thông văn bản"), "switch-horizontal", "desk:exchange", "document.register", order=48
            ),
            NavItem(_("Hồ sơ công việc"), "folder-open", "desk:case_files", "casefile.view", order=49),
            NavItem(_("Lịch công tác"), "calendar-time", "desk:schedule", order=47, key="l"),
            NavItem(_("Thông báo"), "bell", "desk:notices", order=50, key="b"),
            NavItem(_("Kiểm tra chữ ký số"), "file-check", "desk:verify", order=90),
            NavItem(_("Cá nhân"), "user-check", "desk:profile", group="account", order=10),
        )


def _register_exchange_badges() -> None:
    """Say how the states of messages between agencies look."""
    from congvu.interchange.states import INBOUND_NAMES, OUTBOUND_NAMES
    from congvu.ui.messages import Badge
    from congvu.ui.services import register_badges

    sent = {
        "queued": ("wait", "clock"), "on-axis": ("info", "send"), "arrived": ("info", "mailbox"),
        "accepted": ("info", "inbox"), "processing": ("progress", "progress"),
        "done": ("good", "circle-check"), "refused": ("bad", "circle-x"), "stuck": ("bad", "alert-triangle"),
    }  # fmt: skip
    register_badges("outbound", {key: Badge(OUTBOUND_NAMES[key], *sent[key]) for key in OUTBOUND_NAMES})
    came = {
        "stored": ("wait", "database"), "ingested": ("good", "inbox"), "duplicate": ("neutral", "copy"),
        "quarantined": ("bad", "hand-stop"), "skipped": ("neutral", "ban"),
    }  # fmt: skip
    register_badges("inbound", {key: Badge(INBOUND_NAMES[key], *came[key]) for key in INBOUND_NAMES})
    _register_national()


def _register_national() -> None:
    """Put the national portal on the menu, and say how the states of its messages look."""
    from congvu.national.states import INBOUND_NAMES
    from congvu.ui.messages import Badge, NavItem
    from congvu.ui.services import register_badges, register_nav

    register_nav(
        NavItem(_("Cổng quốc gia"), "world", "desk:national", "dossier.accept", order=41),
        NavItem(_("Đối soát quốc gia"), "scale", "desk:national_runs", "report.view", order=42),
    )

    looks = {
        "stored": ("wait", "database"), "done": ("good", "circle-check"), "deciding": ("soon", "user-check"),
        "quarantined": ("bad", "hand-stop"), "set_aside": ("neutral", "ban"),
    }  # fmt: skip
    register_badges("online", {key: Badge(INBOUND_NAMES[key], *looks[key]) for key in INBOUND_NAMES})


def _register_task_badges() -> None:
    """Say how the states of assigned work and of reports look."""
    from congvu.assignments.states import REPORT_NAMES as REPORTS
    from congvu.assignments.states import STATE_NAMES as TASKS
    from congvu.ui.messages import Badge
    from congvu.ui.services import register_badges

    task_looks = {
        "hidden": ("neutral", "eye-off"), "not_started": ("neutral", "circle-dashed"),
        "in_progress": ("progress", "progress"), "reported": ("wait", "report"),
        "ended": ("good", "circle-check"), "close_proposed": ("wait", "lock-open"),
        "closed": ("neutral", "lock"), "extension_proposed": ("wait", "calendar-event"),
        "returned": ("bad", "arrow-back-up"), "transferred": ("info", "arrow-forward-up"),
        "cancelled": ("neutral", "ban"),
    }  # fmt: skip
    register_badges("assignment", {key: Badge(TASKS[key], *task_looks[key]) for key in TASKS})
    report_looks = {
        "at_unit": ("wait", "clock"), "at_giver": ("wait", "clock"), "noted": ("info", "checkbox"),
        "approved": ("good", "circle-check"), "refused": ("bad", "circle-x"),
    }  # fmt: skip
    register_badges("report", {key: Badge(REPORTS[key], *report_looks[key]) for key in REPORTS})


def _register_document_badges() -> None:
    """Say how the states of incoming documents, of their lines, and of messages between agencies look."""
    from congvu.documents.states.incoming import LINE_NAMES, STATE_NAMES
    from congvu.ui.messages import Badge
    from congvu.ui.services import register_badges

    looks = {
        "arrived": ("wait", "inbox"), "registered": ("info", "book"), "processing": ("progress", "progress"),
        "done": ("good", "circle-check"), "refused": ("neutral", "arrow-back-up"),
        "duplicate": ("neutral", "copy"), "recalled": ("bad", "ban"),
    }  # fmt: skip
    register_badges("incoming", {key: Badge(STATE_NAMES[key], *looks[key]) for key in STATE_NAMES})
    line_looks = {
        "waiting": ("wait", "inbox"), "todo": ("info", "clock"),
        "forwarded": ("progress", "arrow-forward-up"),
        "done": ("good", "circle-check"), "returned": ("neutral", "arrow-back-up"),
        "bounced": ("bad", "arrow-back-up"), "withdrawn": ("neutral", "x"),
    }  # fmt: skip
    register_badges("line", {key: Badge(LINE_NAMES[key], *line_looks[key]) for key in LINE_NAMES})
    _register_exchange_badges()


def _register_result_badges() -> None:
    """Say how the states of results look."""
    from congvu.ui.messages import Badge
    from congvu.ui.services import register_badges

    register_badges(
        "result",
        {
            "proposed": Badge(_("Đã trình"), "info", "send"),
            "checked": Badge(_("Đã kiểm tra"), "progress", "checkbox"),
            "signed": Badge(_("Đã ký"), "progress", "signature"),
            "issued": Badge(_("Đã phát hành"), "good", "circle-check"),
            "rejected": Badge(_("Không duyệt"), "bad", "circle-x"),
        },
    )


def _register_outgoing_badges() -> None:
    """Say how the states of outgoing documents look."""
    from congvu.documents.states.outgoing import STATE_NAMES
    from congvu.ui.messages import Badge
    from congvu.ui.services import register_badges

    looks = {
        "draft": ("neutral", "pencil"), "content": ("wait", "eye"), "form": ("wait", "list-check"),
        "approving": ("wait", "check"), "signing": ("wait", "signature"),
        "returned": ("bad", "arrow-back-up"), "signed": ("progress", "signature"),
        "numbered": ("progress", "list-details"), "issued": ("good", "circle-check"),
        "refused": ("bad", "ban"), "recalled": ("bad", "arrow-left"), "replaced": ("neutral", "replace"),
        "dropped": ("neutral", "trash"),
    }  # fmt: skip
    register_badges("outgoing", {state: Badge(STATE_NAMES[state], *looks[state]) for state in STATE_NAMES})


def _register_case_badges() -> None:
    """Say how the states of case files, of the catalogue and of hand-overs look."""
    from congvu.casefiles.states import CATALOGUE_STATES, HANDOVER_STATES, STATE_NAMES
    from congvu.ui.messages import Badge
    from congvu.ui.services import register_badges

    looks = {
        "open": ("progress", "folder-open"), "closed": ("info", "folder"), "submitted": ("wait", "send"),
        "returned": ("bad", "arrow-back-up"), "accepted": ("good", "package"),
        "archived": ("good", "database"),
    }  # fmt: skip
    register_badges("casefile", {key: Badge(STATE_NAMES[key], *looks[key]) for key in STATE_NAMES})
    years = {"draft": ("wait", "pencil"), "approved": ("good", "circle-check"), "closed": ("neutral", "lock")}
    register_badges("catalogue", {key: Badge(CATALOGUE_STATES[key], *years[key]) for key in CATALOGUE_STATES})
    minutes = {
        "proposed": ("wait", "clock"), "checked": ("progress", "list-check"),
        "accepted": ("good", "circle-check"), "returned": ("bad", "arrow-back-up"),
    }  # fmt: skip
    register_badges("handover", {key: Badge(HANDOVER_STATES[key], *minutes[key]) for key in HANDOVER_STATES})
