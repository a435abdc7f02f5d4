"""From the words of a plan to deadlines: one module for each family of rules, put in order by `deadlines`."""
