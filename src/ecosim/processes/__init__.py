"""The stages of a quarter: one file each, with its parameters, its arithmetic and its rule."""
