"""Backups: the database and the sealed files in a folder, without the keys; and putting one back.

`make` refuses to make one that could not be opened. `put_back` tries everything before it writes anything over.
"""
