"""Pages of a programme, for coordinators."""
