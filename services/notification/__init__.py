"""Notification tells people what waits for them, by mail, in their language and on their clock.

Publishes nothing. Reacts to facts of enrollment, matching, scheduling and feedback that ask somebody to act.
A reaction plans a delivery; a worker sends it later, outside any transaction. Names and addresses are fetched
from enrollment when a mail is sent, and never kept.
"""
