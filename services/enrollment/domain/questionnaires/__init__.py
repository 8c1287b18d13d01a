"""The questionnaires, as data: a file for each version in each language, with the same ids in all of them."""
