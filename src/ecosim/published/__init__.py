"""Models of the literature, run on this program's own machinery and held against their published results.

A model is a file, or a folder where one file would be too long. It stands on the foundations alone:
addressed randomness, compiled kernels, the worker pool, tables. It shares no rule with ecosim's own model.
"""
