"""Compiled building blocks that every process shares: draws, ledger, search.

Numba compiles them on first use and keeps the result on disk. No kernel allocates, raises or holds
objects: tables and numbers in, changed tables out.
"""
