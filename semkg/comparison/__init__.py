"""One analytic under several regimes."""
