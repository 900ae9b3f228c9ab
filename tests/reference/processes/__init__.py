"""The stages of a quarter that go on without any link, one file each (ODD, 7)."""
