"""The state of a run: tables, arrays, and how a scenario becomes them."""
