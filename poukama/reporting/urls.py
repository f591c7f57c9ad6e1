from django.urls import path

from poukama.reporting.views import annual, binding, exports, figure, indicators, panels, progress

app_name = "reporting"
urlpatterns = [
    path("progress/", progress.newest, name="newest"),
    path("progress/<int:year>/", progress.progress, name="progress"),
    path("progress/<int:year>/figures.csv", exports.figures_csv, name="figures_csv"),
    path("progress/<int:year>/figures.xlsx", exports.figures_xlsx, name="figures_xlsx"),
    path("progress/<int:year>/freeze/", progress.freeze_all, name="freeze_year"),
    path("panels/counted/<int:pk>/", panels.counted_panel, name="counted_panel"),
    path("panels/mine/", panels.my_figures_panel, name="my_figures_panel"),
    path("work-form/<slug:key>/", progress.work_form_figures, name="work_form_figures"),
    path("figure/<int:pk>/", figure.figure, name="figure"),
    path("figure/<int:pk>/records/", figure.records, name="records"),
    path("figure/<int:pk>/freeze/", figure.freeze, name="freeze"),
    path("indicator/<int:pk>/bind/", indicators.bind_indicator, name="bind_indicator"),
    path("figure/<int:pk>/bind/", binding.bind, name="bind"),
    path("snapshot/<int:pk>/", figure.snapshot, name="snapshot"),
    path("annual/", annual.newest, name="annual_newest"),
    path("annual/<int:year>/", annual.annual, name="annual"),
    path("annual/<int:year>/draft/", annual.make, name="annual_make"),
    path("annual/<int:year>/final/", annual.finish, name="annual_finish"),
    path("annual/<int:year>/question/<str:key>/", annual.question, name="annual_question"),
    path("annual/<int:year>/question/<str:key>/reopen/", annual.reopen, name="annual_reopen"),
    path("annual/version/<int:pk>/<slug:kind>/", annual.download, name="annual_file"),
]
