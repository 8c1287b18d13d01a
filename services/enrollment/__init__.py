"""Enrollment: programmes, the organisation's employees, and participants on their way to ready.

Owns programmes, employees (taken in from HR exports), participants with assessment and training.
Publishes programme-opened/-changed, employees-imported, participant-enrolled/-ready/-withdrawn,
assessment-completed, training-completed. Reacts to no other service.
"""
