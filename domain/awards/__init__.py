"""Award catalogues, nominations and decisions (khen thưởng)."""
