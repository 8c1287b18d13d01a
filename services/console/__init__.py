"""Console: what coordinators and operators see.

Owns nothing but its read models: rows for people, matches, sessions and check-ins, and one tally a programme.
Publishes nothing. Reacts to the facts of enrollment, matching, scheduling and feedback, in whatever order
the topics bring them. Sends commands to the owners' APIs with the user's own token; names of people are
fetched from enrollment for the page being shown and never kept.
"""
