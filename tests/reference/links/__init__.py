"""The links, one file each: what flows over them, in which stage of the quarter (ODD, 7)."""
