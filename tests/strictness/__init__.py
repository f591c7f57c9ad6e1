"""What turns red by itself in every test, so that nobody has to remember to look."""
