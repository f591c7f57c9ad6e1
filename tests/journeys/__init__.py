"""Whole ways through the screens, in a real browser against the server that people get."""
