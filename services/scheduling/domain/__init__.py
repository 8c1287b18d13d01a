"""Pure decisions of scheduling: working hours, calendars, planning, sessions, series."""
