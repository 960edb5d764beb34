"""Addresses of registering others."""

urlpatterns = []
