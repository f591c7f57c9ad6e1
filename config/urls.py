"""Every app's pages under its own name; the home page at the root."""

from django.urls import include, path

APPS = (
    "access",
    "activities",
    "casework",
    "clients",
    "desk",
    "drafts",
    "duties",
    "governance",
    "organisation",
    "outbox",
    "outcomes",
    "reporting",
    "workforce",
)

urlpatterns = [
    path("", include("poukama.desk.home_urls")),
    path("account/", include("poukama.access.account_urls")),
    *(path(f"{app}/", include(f"poukama.{app}.urls")) for app in APPS),
]

handler400 = "poukama.toolkit.error_views.not_understood"
handler403 = "poukama.toolkit.error_views.not_accepted"
handler404 = "poukama.toolkit.error_views.absent"
handler500 = "poukama.toolkit.error_views.broken"
