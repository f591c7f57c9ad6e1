from django.urls import path

from poukama.desk import public_views
from poukama.desk.views import rounds, style_guide

app_name = "desk"
urlpatterns = [
    path("language/", public_views.language, name="language"),
    path("panels/late/", rounds.late_panel, name="late_panel"),
    path("style/", style_guide.style_guide, name="style_guide"),
]
