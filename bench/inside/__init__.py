"""What runs inside a house: each job a module with `run(**options)` that returns what can be told as JSON."""
