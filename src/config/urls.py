"""All addresses: the faces and sign-in."""

from django.urls import include, path

from congvu.api.urls import SCREENS

urlpatterns = [
    path("", include("congvu.hub.urls")),
    path("tai-khoan/", include("allauth.urls")),
    path("quan-tri/", include("congvu.setup.urls")),
    path("api/v1/", include("congvu.api.urls")),
    path("quan-tri/phan-mem/", include(SCREENS)),
    path("", include("congvu.portal.urls")),
    path("", include("congvu.desk.urls")),
]

handler400 = "congvu.ui.views.bad_request"
handler500 = "congvu.ui.views.server_error"
