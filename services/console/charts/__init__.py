"""Charts of a programme: their contents, and their drawing by a process of its own."""
