"""The home page stands at the root of the site."""

from django.urls import path

from poukama.desk.views import today

urlpatterns = [path("", today.today, name="home")]
