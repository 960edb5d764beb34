"""Writes of the register and of what is built on it; who may call them is for the views to say."""
