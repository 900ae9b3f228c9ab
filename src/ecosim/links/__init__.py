"""The links: one file each, with whom it joins, its parameters and what flows through it."""
