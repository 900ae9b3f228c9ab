"""Patterns: what is known of real innovation ecosystems, and what a run shows of the same quantities.

`targets` holds the published numbers, `observe` measures a finished run. Numbers marked ``calibrate`` may be used to
set parameters; those marked ``check`` may not.
"""
