"""What our lists are held against: Django with nothing of ours but the tables."""
