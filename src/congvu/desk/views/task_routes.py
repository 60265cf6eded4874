"""Addresses of assigned work and of the weekly schedule; those of the acts come from their table."""

from django.urls import URLPattern, path

from congvu.desk.views import schedule, schedule_feed, task, task_give, task_statistics, tasks
from congvu.desk.views.task_acts import task_act_urls


def task_urls() -> list[URLPattern]:
    """Return the addresses of assigned work and of the schedule."""
    return [
        path("nhiem-vu/", tasks.task_list, name="assignments"),
        path("nhiem-vu/tat-ca/", tasks.task_all, name="assignments_all"),
        path("nhiem-vu/tat-ca/xuat/", task_statistics.task_export, name="assignments_export"),
        path("nhiem-vu/thong-ke/", task_statistics.task_statistics, name="assignment_statistics"),
        path("nhiem-vu/giao/", task_give.task_give, name="assignment_give"),
        path("nhiem-vu/<int:pk>/", task.task_page, name="assignment"),
        path("nhiem-vu/<int:pk>/giao-con/", task_give.task_divide, name="assignment_divide"),
        path("nhiem-vu/<int:pk>/tep/<int:file_pk>/", task.task_file, name="assignment_file"),
        path("lich-cong-tac/", schedule.schedule_week, name="schedule"),
        path("lich-cong-tac/in/", schedule.schedule_print, name="schedule_print"),
        path("lich-cong-tac/them/", schedule.item_new, name="schedule_new"),
        path("lich-cong-tac/ban-hanh/", schedule.week_publish, name="schedule_publish"),
        path("lich-cong-tac/dong-bo/", schedule_feed.feed_page, name="schedule_feed"),
        path("lich-cong-tac/<int:pk>/", schedule.item_edit, name="schedule_item"),
        path("lich-cong-tac/<int:pk>/huy/", schedule.item_cancel, name="schedule_cancel"),
        path("lich/<int:pk>/<str:token>.ics", schedule_feed.feed_ics, name="schedule_ics"),
        *task_act_urls(),
    ]
