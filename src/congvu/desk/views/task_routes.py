"""Addresses of assigned work; those of the acts come from their table."""

from django.urls import URLPattern, path

from congvu.desk.views import task, task_give, task_statistics, tasks
from congvu.desk.views.task_acts import task_act_urls


def task_urls() -> list[URLPattern]:
    """Return the addresses of assigned work."""
    return [
        path("nhiem-vu/", tasks.task_list, name="assignments"),
        path("nhiem-vu/tat-ca/", tasks.task_all, name="assignments_all"),
        path("nhiem-vu/thong-ke/", task_statistics.task_statistics, name="assignment_statistics"),
        path("nhiem-vu/giao/", task_give.task_give, name="assignment_give"),
        path("nhiem-vu/<int:pk>/", task.task_page, name="assignment"),
        path("nhiem-vu/<int:pk>/giao-con/", task_give.task_divide, name="assignment_divide"),
        path("nhiem-vu/<int:pk>/tep/<int:file_pk>/", task.task_file, name="assignment_file"),
        *task_act_urls(),
    ]
