"""Upper floor: what happened. Monthly figures, reports, city tables, imports."""
