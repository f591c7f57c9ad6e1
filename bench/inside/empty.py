"""The pages of the house, and one with nothing on it but the frame."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from config.urls import urlpatterns as of_the_house
from poukama.access.decorators import reads
from poukama.access.requests import StaffRequest
from poukama.desk.rules import Action


@reads(Action.SEE_TODAY)
def empty(request: StaffRequest) -> HttpResponse:
    """A signed-in page without content."""
    return render(request, "toolkit/base.html")


urlpatterns = [*of_the_house, path("empty/", empty)]
