"""How languages write days and numbers for which Django says nothing."""
