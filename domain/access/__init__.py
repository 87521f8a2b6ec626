"""Every right on one page: permissions, facts, and the table that joins them."""
