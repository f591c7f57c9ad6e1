"""The benchmarks: what is promised of speed, measured as ratios and growth. `script/bench` runs them."""
