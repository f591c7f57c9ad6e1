"""One address: the newest rows of a table."""

from django.urls import path

from bench.bare.views import newest

urlpatterns = [path("<str:label>/", newest)]
