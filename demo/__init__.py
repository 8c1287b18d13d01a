"""A whole programme on the real platform, on a virtual clock."""
