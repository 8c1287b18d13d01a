"""The load: people who do what people do, all at once, and repeat what was not answered."""
