from django.urls import path

from poukama.drafts import views

app_name = "drafts"
urlpatterns = [
    path("", views.keep, name="keep"),
    path("open/", views.open_again, name="open"),
    path("drop/", views.drop, name="drop"),
    path("beside/", views.who_else, name="beside"),
    path("panels/unfinished/", views.unfinished_panel, name="unfinished_panel"),
]
