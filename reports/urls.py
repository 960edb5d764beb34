"""Addresses of reports: the door, the list, a dialogue's and a paper's reports, one printing."""

from django.urls import path

from reports import (
    day_papers,
    feeds,
    house_views,
    print_requests,
    urls_composer,
    urls_progress,
    versions,
    views,
)

app_name = "reports"
urlpatterns = [
    *urls_progress.urlpatterns,
    *urls_composer.urlpatterns,
    path("", views.home, name="home"),
    path("programmes/<slug:slug>/house-style/", house_views.house_style, name="house_style"),
    path("programmes/<slug:slug>/house-style/logo/", house_views.house_logo, name="house_logo"),
    path("reports/", views.report_list, name="report_list"),
    path("reports/feed/", feeds.published, name="feed"),
    path("initiatives/<slug:slug>/feed/", feeds.of_initiative, name="initiative_feed"),
    path("dialogues/<slug:slug>/reports/", views.dialogue_reports, name="dialogue_reports"),
    path(
        "dialogues/<slug:slug>/reports/print/",
        print_requests.request_printing,
        name="request_printing",
    ),
    path(
        "dialogues/<slug:slug>/convening/releases/<int:number>/print/",
        print_requests.print_agenda,
        name="print_agenda",
    ),
    path("roadmaps/meetings/<int:pk>/print/", print_requests.print_minutes, name="print_minutes"),
    path("roadmaps/versions/<int:pk>/print/", print_requests.print_roadmap, name="print_roadmap"),
    path("dialogues/<slug:slug>/convening/papers/", day_papers.day_papers, name="day_papers"),
    path(
        "dialogues/<slug:slug>/convening/papers/letters/",
        day_papers.print_letter,
        name="print_letter",
    ),
    path("dialogues/<slug:slug>/convening/papers/thanks/", day_papers.thank, name="thank"),
    path(
        "dialogues/<slug:slug>/convening/papers/<slug:kind>/print/",
        day_papers.print_day_paper,
        name="print_day_paper",
    ),
    path("dialogues/<slug:slug>/reports/<slug:kind>/title/", views.report_edit, name="report_edit"),
    path(
        "initiatives/<slug:slug>/papers/<slug:kind>/versions/<int:number>/print/",
        print_requests.print_paper,
        name="print_paper",
    ),
    path("stakeholders/maps/<slug:slug>/print/", print_requests.print_map, name="print_map"),
    path(
        "stakeholders/briefings/<int:version_pk>/print/",
        print_requests.print_briefing,
        name="print_briefing",
    ),
    path("reports/printings/<uuid:pk>/", views.printing, name="printing"),
    path(
        "reports/printings/<uuid:pk>/download/", views.printing_download, name="printing_download"
    ),
    path("reports/printings/<uuid:pk>/read/", views.printing_read, name="printing_read"),
    path("reports/printings/<uuid:pk>/retry/", views.printing_retry, name="printing_retry"),
    path(
        "reports/printings/<uuid:pk>/publish/", versions.printing_publish, name="printing_publish"
    ),
    path(
        "reports/printings/<uuid:pk>/compare/", versions.printing_compare, name="printing_compare"
    ),
    path(
        "reports/printings/<uuid:pk>/withdraw/",
        versions.printing_withdraw,
        name="printing_withdraw",
    ),
]
