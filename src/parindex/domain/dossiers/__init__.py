"""Administrative dossiers (hồ sơ thủ tục hành chính): their clock, what they count for, and what a late one costs."""
