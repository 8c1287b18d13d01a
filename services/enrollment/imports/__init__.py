"""Taking in HR exports.

``turns`` lets each organisation import one file at a time; ``reader`` has a file read and checked, in a
thread or a process of its own, where ``reading`` runs; ``taking_in`` saves it.
"""
