"""The model a second time, as plainly as `docs/odd.md` tells it: Mesa objects, lists, dicts and plain floats.

It shares with the engine what is data: the scenario with its parameters, the world of the first quarter, and the
addresses of draws (names of decisions and permanent keys), which are part of the model. Every rule of a quarter is
written anew. `reference.oracle` holds the two against each other, bit by bit, after every rule of every quarter.
"""
