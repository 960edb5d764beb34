"""Addresses of planning: the plan of a roadmap, and what it comes from."""

from django.urls import path

from roadmaps.views import actions, plan, recommendations, sources

urlpatterns = [
    path("new/", plan.roadmap_new, name="roadmap_new"),
    path("<int:pk>/plan/", plan.plan, name="plan"),
    path("<int:pk>/edit/", plan.roadmap_edit, name="roadmap_edit"),
    path("<int:pk>/vision/", plan.vision_edit, name="vision_edit"),
    path("<int:pk>/themes/new/", plan.theme_new, name="theme_new"),
    path("themes/<int:pk>/edit/", plan.theme_edit, name="theme_edit"),
    path("themes/<int:pk>/delete/", plan.theme_delete, name="theme_delete"),
    path("themes/<int:pk>/move/", plan.theme_move, name="theme_move"),
    path("themes/<int:pk>/actions/new/", actions.action_new, name="action_new"),
    path("actions/<int:pk>/edit/", actions.action_edit, name="action_edit"),
    path("actions/<int:pk>/delete/", actions.action_delete, name="action_delete"),
    path("actions/<int:pk>/move/", actions.action_move, name="action_move"),
    path("<int:pk>/sources/", sources.sources, name="sources"),
    path(
        "recommendations/of/<slug:slug>/", recommendations.recommendations, name="recommendations"
    ),
    path(
        "recommendations/of/<slug:slug>/new/",
        recommendations.recommendation_new,
        name="recommendation_new",
    ),
    path("recommendations/<int:pk>/", recommendations.recommendation, name="recommendation"),
    path(
        "recommendations/<int:pk>/edit/",
        recommendations.recommendation_edit,
        name="recommendation_edit",
    ),
    path(
        "recommendations/<int:pk>/delete/",
        recommendations.recommendation_delete,
        name="recommendation_delete",
    ),
    path(
        "recommendations/<int:pk>/move/",
        recommendations.recommendation_move,
        name="recommendation_move",
    ),
]
