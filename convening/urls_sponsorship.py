"""Addresses of who pays for whom."""

from django.urls import path

from convening.views import funds, offering, sponsorship

HERE = "dialogues/<slug:slug>/convening/sponsorship"
FUNDS = "convening/programmes/<slug:slug>/funds"

urlpatterns = [
    path(f"{HERE}/", sponsorship.sponsorship, name="sponsorship"),
    path(f"{HERE}/ask/", sponsorship.sponsorship_ask, name="sponsorship_ask"),
    path(f"{HERE}/offer/", offering.sponsorship_offer, name="sponsorship_offer"),
    path(f"{HERE}/travel/", sponsorship.travel_list, name="travel_list"),
    path(f"{HERE}/<int:pk>/", sponsorship.sponsorship_step, name="sponsorship_step"),
    path(f"{FUNDS}/", funds.fund_list, name="fund_list"),
    path(f"{FUNDS}/add/", funds.fund_add, name="fund_add"),
    path(f"{FUNDS}/<int:pk>/", funds.fund_edit, name="fund_edit"),
    path(f"{FUNDS}/<int:pk>/delete/", funds.fund_delete, name="fund_delete"),
]
