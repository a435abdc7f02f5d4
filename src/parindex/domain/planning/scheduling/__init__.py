"""From the meaning of deadlines to dated duties: what their words allow, which day is due, and why."""
