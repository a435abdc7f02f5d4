"""How a plan is handed down, as data: whose work becomes whose, which words mean the unit itself, known thresholds."""
