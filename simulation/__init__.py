"""A fictional organisation, its people and their behaviour, repeatable from a seed."""
