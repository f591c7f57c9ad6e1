"""Synthetic years: a believable year of work, made through the services, with nobody real in it."""
