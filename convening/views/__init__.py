"""Pages of convening."""
