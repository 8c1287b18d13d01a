"""A fictional organisation and what it does with the platform, repeatable from a seed."""
