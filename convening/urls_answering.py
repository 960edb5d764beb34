"""Addresses of what a personal link opens: answering an invitation."""

urlpatterns = []
