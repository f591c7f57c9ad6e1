"""What the screens of the plan read."""
