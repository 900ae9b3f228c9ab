"""Experiments: which cells are compared, how their runs are carried out and where they are kept."""
