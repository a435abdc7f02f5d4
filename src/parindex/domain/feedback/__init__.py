"""The law of feedback (phản ánh, kiến nghị): states, clocks, identifiers, likeness, figures."""
