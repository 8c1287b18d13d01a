"""Figures of what people answered, and the only way answers become figures.

Answers wait until a closing, which cuts the people who gave them into disjoint groups of at least eight. Each
group has a blurred histogram for each question, drawn once. Every figure is computed from these alone.
"""
