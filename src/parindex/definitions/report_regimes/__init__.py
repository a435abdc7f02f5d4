"""Regimes of reports as data: levels, deadlines, outline and figures; the days they cover are in the calendar."""
