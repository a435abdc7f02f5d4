"""From the plan of an upper unit to the draft of a lower one: what is inherited, adapted, left out, or to decide."""
