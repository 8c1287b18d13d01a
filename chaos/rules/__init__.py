"""One module a subject; each rule adds what it finds to a verdict."""
