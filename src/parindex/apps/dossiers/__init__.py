"""Administrative dossiers: imports into the store, figures and clocks as the actor may see them."""
