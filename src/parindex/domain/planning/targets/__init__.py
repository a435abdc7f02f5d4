"""From the words of a plan to measurable aims: clauses, their quantities, what each asks of what it measures."""
