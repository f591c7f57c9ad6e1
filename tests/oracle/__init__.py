"""An independent counter: plain Python over the recorded rows, sharing no code with `reporting`."""
