"""Addresses of groups, their members, and the passing on of their convening rights."""

from django.urls import path

from roadmaps.views import groups, handing_over, members

urlpatterns = [
    path("groups/", groups.group_list, name="group_list"),
    path("groups/new/", groups.group_new, name="group_new"),
    path("groups/<int:pk>/", groups.group, name="group"),
    path("groups/<int:pk>/edit/", groups.group_edit, name="group_edit"),
    path("groups/<int:pk>/members/", members.members, name="members"),
    path("groups/<int:pk>/members/new/", members.member_new, name="member_new"),
    path("members/<int:pk>/", members.member_edit, name="member_edit"),
    path("members/<int:pk>/leave/", members.member_leave, name="member_leave"),
    path("groups/<int:pk>/convening/", handing_over.handing_over, name="handing_over"),
    path(
        "groups/<int:pk>/convening/pass-on/", handing_over.hand_over_offer, name="hand_over_offer"
    ),
    path("groups/<int:pk>/convening/back/", handing_over.hand_over_back, name="hand_over_back"),
    path("groups/<int:pk>/convening/new/", handing_over.convenor_new, name="convenor_new"),
    path("groups/<int:pk>/convening/take-back/", handing_over.take_back, name="take_back"),
    path("offers/<int:pk>/answer/", handing_over.hand_over_answer, name="hand_over_answer"),
    path("offers/<int:pk>/withdraw/", handing_over.hand_over_withdraw, name="hand_over_withdraw"),
    path("convenors/<int:pk>/end/", handing_over.convenor_end, name="convenor_end"),
]
